package dev.peregrine.cache;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Records with a component of every type.
final class EveryType {

  private EveryType() {}

  record Numbers(
      byte a,
      Byte b,
      short c,
      Short d,
      int e,
      Integer f,
      long g,
      Long h,
      float i,
      Float j,
      double k,
      Double l,
      boolean m,
      Boolean n,
      char o,
      Character p) {}

  record Texts(String text, BigDecimal decimal, BigInteger whole, UUID uuid, URI uri) {}

  record Moments(
      Instant instant,
      LocalDate day,
      LocalTime time,
      LocalDateTime local,
      OffsetDateTime offset,
      OffsetTime offsetTime,
      ZonedDateTime zoned,
      Year year,
      YearMonth month,
      MonthDay monthDay,
      Duration duration,
      Period period,
      ZoneId zone,
      ZoneOffset zoneOffset) {}

  record Missing(
      @Nullable String text,
      @Nullable Integer number,
      Optional<Missing> more,
      OptionalInt i,
      OptionalLong l,
      OptionalDouble d,
      List<@Nullable String> texts,
      Map<String, @Nullable Long> numbers,
      Set<List<Optional<Byte>>> nested) {}
}
