package dev.peregrine.customers.internal;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// One demo customer, who follows from a number alone.
///
/// Orders are spread as real ones are: most customers have none or a few, some have many (a Pareto
/// distribution), and amounts are log-normal.
///
/// @param name from a country's usual names
/// @param email unique by the number in it, at a domain that nobody owns (RFC 2606)
/// @param type mostly individuals
/// @param createdAt in the two years before a fixed day
/// @param orders theirs
record SeedCustomer(
    String name, String email, String type, Instant createdAt, List<SeedOrder> orders) {

  private static final long SALT = 0x5eed_c057_0a3bL;
  private static final Instant LAST_DAY = Instant.parse("2026-11-01T00:00:00Z");
  private static final long SPAN_SECONDS = Duration.ofDays(730).toSeconds();
  private static final double PARETO_SHAPE = 1.25;
  private static final int MOST_ORDERS = 500;
  private static final List<String> DOMAINS = List.of("example.com", "example.org", "example.net");

  SeedCustomer {
    orders = List.copyOf(orders);
  }

  /// One demo order.
  record SeedOrder(String status, BigDecimal total, String currency, Instant placedAt) {}

  /// Returns the customer of a number.
  static SeedCustomer of(long number) {
    // Numbers in a row must not give alike people: the generator mixes its seed.
    var random = new SplittableRandom(SALT ^ (number * 0x9e37_79b9_7f4a_7c15L));
    var countries = SeedNames.countries();
    var country = countries.get(random.nextInt(countries.size()));
    var given = country.given().get(random.nextInt(country.given().size()));
    var family = country.family().get(random.nextInt(country.family().size()));
    var domain = DOMAINS.get(random.nextInt(DOMAINS.size()));
    var email = ascii(given) + "." + ascii(family) + "." + number + "@" + domain;
    var createdAt = LAST_DAY.minusSeconds(random.nextLong(SPAN_SECONDS));
    var orders = orders(random, country.currency(), createdAt);
    return new SeedCustomer(given + " " + family, email, type(random), createdAt, orders);
  }

  private static String type(SplittableRandom random) {
    var share = random.nextInt(100);
    return share < 80 ? "individual" : share < 96 ? "business" : "partner";
  }

  private static List<SeedOrder> orders(SplittableRandom random, String currency, Instant since) {
    var count =
        (int) Math.min(MOST_ORDERS, Math.pow(1 - random.nextDouble(), -1 / PARETO_SHAPE)) - 1;
    var seconds = Math.max(1, LAST_DAY.getEpochSecond() - since.getEpochSecond());
    var orders = new ArrayList<SeedOrder>(count);
    for (var i = 0; i < count; i++) {
      var cents = Math.round(100 * Math.exp(3.5 + random.nextGaussian()));
      orders.add(
          new SeedOrder(
              status(random),
              BigDecimal.valueOf(cents, 2),
              currency,
              since.plusSeconds(random.nextLong(seconds))));
    }
    return orders;
  }

  private static String status(SplittableRandom random) {
    var share = random.nextInt(100);
    return share < 90 ? "paid" : share < 95 ? "cancelled" : share < 98 ? "declined" : "pending";
  }

  /// Letters that no decomposition leads to ASCII (ø, ł, đ) are spelt; the rest loses its marks.
  private static String ascii(String text) {
    var spelt =
        text.toLowerCase(Locale.ROOT)
            .replace("ø", "o")
            .replace("ł", "l")
            .replace("đ", "d")
            .replace("ß", "ss")
            .replace("æ", "ae")
            .replace("ı", "i");
    return Normalizer.normalize(spelt, Normalizer.Form.NFD).replaceAll("[^a-z]", "");
  }
}
