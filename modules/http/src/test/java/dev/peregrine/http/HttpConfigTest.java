package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class HttpConfigTest {

  @Test
  void a_value_out_of_bounds_names_its_key() {
    assertThatThrownBy(() -> HttpConfig.at("127.0.0.1", 99_999))
        .hasMessage("http.port: 99999 (expected: 0 to 65535)");
    assertThatThrownBy(() -> HttpConfig.at(" ", 0)).hasMessageContaining("http.host");
  }

  @Test
  void why_it_does_not_listen_is_said() {
    var config = HttpConfig.at("nowhere.invalid", 8080);

    var taken = new ListenFailure("http", config, new BindException("Address already in use"));
    var unknown = new ListenFailure("http", config, new UnknownHostException("nowhere.invalid"));

    assertThat(taken.taken()).isTrue();
    assertThat(taken.key()).isEqualTo("http.port");
    assertThat(unknown.taken()).isFalse();
    assertThat(unknown).hasMessageContaining("an address of this machine");
  }
}
