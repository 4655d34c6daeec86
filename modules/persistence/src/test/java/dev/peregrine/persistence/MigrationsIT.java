package dev.peregrine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.peregrine.testkit.Servers;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MigrationsIT {

  @Test
  void what_is_missing_is_applied_once() {
    var server = Servers.postgres().freshDatabase();

    assertThat(Migrations.apply(server, Duration.ofSeconds(10), "persistence")).isPositive();
    assertThat(Migrations.apply(server, Duration.ofSeconds(10), "persistence")).isZero();
  }

  @Test
  void a_server_that_is_not_there_ends_the_wait_with_its_name_and_the_cure() {
    var nobody = URI.create("postgresql://ann:secret@127.0.0.1:1/none");

    assertThatThrownBy(() -> Migrations.apply(nobody, Duration.ofMillis(10), "persistence"))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("127.0.0.1:1/none")
        .hasMessageContaining("peregrine.postgres.primary")
        .hasMessageNotContaining("secret");
  }

  @Test
  void a_database_that_does_not_exist_is_not_waited_for() {
    var server = Servers.postgres().freshDatabase();
    var missing = URI.create(server.toString().replaceAll("/[^/]*$", "/missing_database"));

    assertThatThrownBy(() -> Migrations.apply(missing, Duration.ofMinutes(10), "persistence"))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("missing_database");
  }

  @Test
  void a_migration_that_shuts_others_out_of_a_large_table_says_so_before() {
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    var log = (Logger) LoggerFactory.getLogger("dev.peregrine.persistence");
    log.addAppender(lines);

    var applied =
        Migrations.apply(Servers.postgres().freshDatabase(), Duration.ofSeconds(30), "heavy");

    log.detachAppender(lines);
    assertThat(applied).isEqualTo(2);
    assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
        .singleElement()
        .asString()
        .contains(
            "seats_by_note.sql", "index shuts out writes of seats, about 20,000 rows and 2 MiB");
  }
}
