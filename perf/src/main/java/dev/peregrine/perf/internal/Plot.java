package dev.peregrine.perf.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/// A line chart, as SVG that needs nothing else.
///
/// Not safe for several threads.
public final class Plot {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 260;
  private static final int LEFT = 70;
  private static final int RIGHT = 150;
  private static final int TOP = 12;
  private static final int BOTTOM = 34;
  private static final int X_MARKS = 6;
  private static final int Y_MARKS = 4;

  private final String xTitle;
  private final List<String> xLabels;
  private final boolean logarithmic;
  private final List<Line> lines = new ArrayList<>();

  private record Line(String name, List<Double> values) {}

  private Plot(String xTitle, List<String> xLabels, boolean logarithmic) {
    this.xTitle = xTitle;
    this.xLabels = List.copyOf(xLabels);
    this.logarithmic = logarithmic;
  }

  /// Begins a chart whose scale starts at zero.
  ///
  /// @param xTitle what the labels count
  /// @param xLabels one for each point, from left to right
  public static Plot linear(String xTitle, List<String> xLabels) {
    return new Plot(xTitle, xLabels, false);
  }

  /// Begins a chart with a logarithmic scale that starts at one.
  ///
  /// @param xTitle what the labels count
  /// @param xLabels one for each point, from left to right
  public static Plot logarithmic(String xTitle, List<String> xLabels) {
    return new Plot(xTitle, xLabels, true);
  }

  /// Adds a line.
  ///
  /// @param name beside it
  /// @param values one for each label
  /// @return this
  public Plot line(String name, DoubleStream values) {
    lines.add(new Line(name, values.boxed().toList()));
    return this;
  }

  /// Returns the chart.
  public String svg() {
    var top = ceiling();
    var svg = new StringBuilder(8_192);
    svg.append("<svg viewBox=\"0 0 %d %d\" role=\"img\">".formatted(WIDTH, HEIGHT));
    for (var mark = 0; mark <= Y_MARKS; mark++) {
      var y = HEIGHT - BOTTOM - (double) (HEIGHT - TOP - BOTTOM) * mark / Y_MARKS;
      svg.append(rule(y)).append(text(LEFT - 8, y + 4, "end", label(value(mark, top))));
    }
    for (var mark = 0; mark < X_MARKS; mark++) {
      var index = Math.round((float) (xLabels.size() - 1) * mark / (X_MARKS - 1));
      svg.append(text(x(index), HEIGHT - BOTTOM + 16, "middle", xLabels.get(index)));
    }
    svg.append(text((WIDTH - RIGHT + LEFT) / 2.0, HEIGHT - 2, "middle", xTitle));
    for (var index = 0; index < lines.size(); index++) {
      draw(svg, index, top);
    }
    return svg.append("</svg>").toString();
  }

  private void draw(StringBuilder svg, int index, double top) {
    var line = lines.get(index);
    var points = new StringBuilder();
    for (var at = 0; at < line.values().size(); at++) {
      points.append(decimal(x(at))).append(',').append(decimal(y(line.values().get(at), top)));
      points.append(' ');
    }
    svg.append(
        "<polyline class=\"line%d\" points=\"%s\"/>".formatted(index, points.toString().strip()));
    var y = TOP + 18.0 * (index + 1);
    var x = WIDTH - RIGHT + 14;
    svg.append(
        "<polyline class=\"line%d\" points=\"%d,%s %d,%s\"/>"
            .formatted(index, x, decimal(y - 4), x + 18, decimal(y - 4)));
    svg.append(text(x + 24, y, "start", line.name()));
  }

  /// Returns the greatest value, made round: the top of the scale.
  private double ceiling() {
    var most = 1.0;
    for (var line : lines) {
      for (var value : line.values()) {
        most = Math.max(most, value);
      }
    }
    var unit = Math.pow(10, Math.floor(Math.log10(most)));
    return logarithmic ? Math.max(10, unit * 10) : Math.ceil(most / unit) * unit;
  }

  private double value(int mark, double top) {
    var part = (double) mark / Y_MARKS;
    return logarithmic ? Math.pow(top, part) : top * part;
  }

  private double x(int index) {
    return LEFT + (double) (WIDTH - LEFT - RIGHT) * index / Math.max(1, xLabels.size() - 1);
  }

  private double y(double value, double top) {
    var part = logarithmic ? Math.log(Math.max(1, value)) / Math.log(top) : value / top;
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part;
  }

  private static String rule(double y) {
    return "<line class=\"rule\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>"
        .formatted(LEFT, WIDTH - RIGHT, decimal(y), decimal(y));
  }

  private static String text(double x, double y, String anchor, String text) {
    return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
        .formatted(decimal(x), decimal(y), anchor, escaped(text));
  }

  private static String label(double value) {
    return value < 10 && value != Math.rint(value)
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /// Returns a text as HTML and SVG show it.
  ///
  /// @param text anything
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
