package dev.peregrine.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.SslMode;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

  @Test
  void an_address_is_taken_apart_and_its_password_is_not_printed() {
    var address = address("postgresql://ann:p%40ss+word@db.internal/shop?sslmode=require");

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
    assertThatThrownBy(() -> address(text))
        .hasMessageStartingWith("postgres.primary: not a server's address")
        .hasMessageNotContaining(text);
  }

  @Test
  void who_is_trusted_is_told_both_clients() {
    var file = address("postgresql://a:b@host/db?sslmode=verify-full&sslrootcert=/etc/a%20b.pem");
    var jvm = address("postgresql://a:b@host/db?sslmode=verify-ca");

    assertThat(file.jdbcUrl()).endsWith("?sslmode=verify-full&sslrootcert=%2Fetc%2Fa+b.pem");
    assertThat(file.options().getSslMode()).isEqualTo(SslMode.VERIFY_FULL);
    assertThat(file.options().getSslOptions().getTrustOptions())
        .isEqualTo(new PemTrustOptions().addCertPath("/etc/a b.pem"));
    assertThat(file.options().getSslOptions().getHostnameVerificationAlgorithm())
        .isEqualTo("HTTPS");
    assertThat(jvm.jdbcUrl()).contains("sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
    assertThat(jvm.options().getSslOptions().isTrustAll()).isFalse();
    assertThat(jvm.options().getSslOptions().getTrustOptions()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "sslmode=verify, sslmode=verify (expected: disable",
    "sslmod=require, the option sslmod (expected: sslmode or sslrootcert",
    "sslmode=require&sslrootcert=a.pem, sslmode=require (expected: verify-ca or verify-full",
    "password=secret, the option password (expected: sslmode",
  })
  void an_option_that_protects_nothing_is_refused(String query, String expected) {
    assertThatThrownBy(() -> address("postgresql://a:b@host/db?" + query))
        .hasMessageStartingWith("postgres.primary: " + expected)
        .hasMessageNotContaining("secret");
  }

  private static ServerAddress address(String uri) {
    return ServerAddress.of("primary", URI.create(uri));
  }
}
