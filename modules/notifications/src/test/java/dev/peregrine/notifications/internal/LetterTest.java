package dev.peregrine.notifications.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterTest {

  @Test
  void a_welcome_names_whom_it_welcomes() {
    var letter =
        (Letter.Written)
            Letter.of(
                "{\"template\":\"welcome\",\"name\":\"Zoë\",\"customerId\":9007199254740993}");

    assertThat(letter.subject()).isEqualTo("Welcome, Zoë");
    assertThat(letter.text()).startsWith("Hello Zoë,\n").contains("9007199254740993");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          nonsense                                                   | payload: not a JSON object
          [1,2]                                                      | payload: not a JSON object
          {"name":"Ada","customerId":1}                              | payload: no template
          {"template":7}                                             | payload: no template
          {"template":"fare\\u000awell","customerId":1}              | template: fare well is unknown
          {"template":"welcome","customerId":1}                      | welcome: no name, or a blank one
          {"template":"welcome","name":7,"customerId":1}             | welcome: no name, or a blank one
          {"template":"welcome","name":" \\u0000 ","customerId":1}   | welcome: no name, or a blank one
          {"template":"welcome","name":"Ada"}                        | welcome: no customerId
          {"template":"welcome","name":"Ada","customerId":"x"}       | welcome: no customerId
          """)
  void what_no_letter_can_be_made_of_is_said(String payload, String reason) {
    assertThat(Letter.of(payload)).isEqualTo(new Letter.Unreadable(reason));
  }
}
