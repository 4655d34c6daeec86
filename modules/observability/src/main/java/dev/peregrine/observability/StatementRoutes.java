package dev.peregrine.observability;

import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Request;
import dev.peregrine.http.Route;
import dev.peregrine.http.RouteTable;
import dev.peregrine.http.Routes;
import dev.peregrine.persistence.DatabaseInsight;
import dev.peregrine.persistence.Finding;
import dev.peregrine.persistence.Insight;
import dev.peregrine.persistence.StatementFigures;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Set;

/// What the database has to do, and what is wrong with how it does it, for operators.
public final class StatementRoutes implements Routes {

  private static final Access ACCESS = Access.scope(OpsRoutes.SCOPE);
  private static final String LIMIT = "limit";
  private static final int MOST = 200;
  private static final int USUAL = 20;

  private final Telemetry telemetry;
  private final DatabaseInsight insight;

  /// Makes them.
  ///
  /// @param telemetry the figures of this process, and plans
  /// @param insight looks at the server
  public StatementRoutes(Telemetry telemetry, DatabaseInsight insight) {
    this.telemetry = telemetry;
    this.insight = insight;
  }

  @Override
  public void mount(RouteTable table) {
    table.add(Route.get("/ops/statements", ACCESS, this::statements));
  }

  private Future<Answer> statements(Request request) {
    request.onlyQueries(Set.of(LIMIT));
    var limit = request.queryInt(LIMIT, 1, MOST, USUAL);
    return insight
        .look(telemetry.plans(), limit, request.call())
        .map(seen -> Answer.json(200, json(seen, limit).toBuffer()));
  }

  private JsonObject json(Insight seen, int limit) {
    var findings = new JsonArray();
    seen.findings().forEach(finding -> findings.add(json(finding)));
    var counted = seen.findings().stream().noneMatch(StatementRoutes::saysWhatIsMissing);
    var items = new JsonArray();
    seen.statements().forEach(one -> items.add(json(one)));
    return new JsonObject()
        .put("server", new JsonObject().put("version", seen.version()))
        .put("source", counted ? "pg_stat_statements" : "this process")
        .put("items", counted ? items : telemetry.slowStatements(limit).getJsonArray("items"))
        .put("findings", findings);
  }

  private static boolean saysWhatIsMissing(Finding finding) {
    return finding.kind() == Finding.Kind.MISSING_FIGURES;
  }

  private JsonObject json(StatementFigures figures) {
    var item = new JsonObject();
    telemetry.nameOf(figures.text()).ifPresent(name -> item.put("name", name));
    return item.put("text", figures.text())
        .put("calls", figures.calls())
        .put("rows", figures.rows())
        .put("totalMs", rounded(figures.totalMs()))
        .put("meanMs", rounded(figures.totalMs() / Math.max(1, figures.calls())))
        .put("maxMs", rounded(figures.maxMs()));
  }

  private static JsonObject json(Finding finding) {
    return new JsonObject()
        .put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
        .put("subject", finding.subject())
        .put("says", finding.says())
        .put("cure", finding.cure());
  }

  private static double rounded(double millis) {
    return Math.round(millis * 1_000) / 1_000.0;
  }
}
