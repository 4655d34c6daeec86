package dev.peregrine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

  @Test
  void an_address_is_taken_apart_and_its_password_is_not_printed() {
    var address =
        ServerAddress.of(
            URI.create("postgresql://ann:p%40ss+word@db.internal/shop?sslmode=require"));

    assertThat(address.port()).isEqualTo(5432);
    assertThat(address.password()).isEqualTo("p@ss+word");
    assertThat(address.jdbcUrl())
        .isEqualTo("jdbc:postgresql://db.internal:5432/shop?sslmode=require");
    assertThat(address).hasToString("db.internal:5432/shop");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://a:b@host/db",
        "postgresql://host/db",
        "postgresql://a:b@host",
        "host:5432"
      })
  void what_is_not_a_postgres_address_is_refused_without_an_echo_of_it(String text) {
    assertThatThrownBy(() -> ServerAddress.of(URI.create(text)))
        .hasMessageStartingWith("postgres.primary: not a server's address")
        .hasMessageNotContaining(text);
  }
}
