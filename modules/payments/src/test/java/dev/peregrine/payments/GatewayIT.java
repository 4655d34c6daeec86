package dev.peregrine.payments;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.payments.AuthoriseOutcome.Authorised;
import dev.peregrine.payments.AuthoriseOutcome.Declined;
import dev.peregrine.testkit.BusProbe;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// The client and the sandbox, over real HTTP.
class GatewayIT {

  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final int FAILURES = 5;

  private final BusProbe probe = BusProbe.open();
  private final List<String> states = new CopyOnWriteArrayList<>();
  private final List<String> outcomes = new CopyOnWriteArrayList<>();
  private Duration timeout = Duration.ofSeconds(20);
  private Duration retryAfter = Duration.ofMinutes(5);
  private SandboxGateway sandbox;
  private long before;

  @BeforeEach
  void open() {
    sandbox = await(SandboxGateway.open(probe.vertx(), 0));
  }

  @AfterEach
  void close() {
    probe.close();
  }

  @Test
  void a_key_is_charged_once_however_often_it_is_asked() {
    deploy(16, 128);
    var first = await(authorise("one", "19.90", PATIENCE));

    var together =
        IntStream.range(0, 19).mapToObj(n -> authorise("one", "19.90", PATIENCE)).toList();
    var answers = together.stream().map(asked -> await(asked)).toList();

    assertThat(first).isInstanceOf(Authorised.class);
    assertThat(answers).containsOnly(first);
    assertThat(sandbox.chargesOf("one")).isEqualTo(1);
    assertThat(sandbox.figures().charges()).isEqualTo(1);
    assertThat(sandbox.figures().repeats()).isEqualTo(19);
  }

  @Test
  void a_key_is_not_good_for_another_amount() {
    deploy(16, 128);
    await(authorise("one", "1.00", PATIENCE));

    assertThat(failure(authorise("one", "2.00", PATIENCE))).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(sandbox.figures().charges()).isEqualTo(1);
  }

  @Test
  void there_may_be_no_money() {
    deploy(16, 128);

    var answer = await(authorise("poor", "4002.00", PATIENCE));

    assertThat(answer).isEqualTo(new Declined("insufficient-funds"));
    assertThat(sandbox.figures().charges()).isZero();
  }

  @Test
  void what_is_released_is_not_charged_and_never_will_be() {
    deploy(16, 128);
    await(authorise("paid", "1.00", PATIENCE));

    probe.ask(PaymentsPort.RELEASE, new ReleasePayment("paid"));
    probe.ask(PaymentsPort.RELEASE, new ReleasePayment("paid"));
    probe.ask(PaymentsPort.RELEASE, new ReleasePayment("unheard-of"));

    assertThat(await(authorise("paid", "1.00", PATIENCE))).isInstanceOf(Declined.class);
    assertThat(await(authorise("unheard-of", "1.00", PATIENCE))).isInstanceOf(Declined.class);
    assertThat(sandbox.figures().charges()).isZero();
    assertThat(sandbox.figures().released()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"HEALTHY", "SLOW", "HUNG", "LOST"})
  void a_gateway_that_is_ill_is_told_without_waiting_and_charges_nothing(SandboxMode mode) {
    deploy(16, 128);
    sandbox.behave(mode);

    var kind = failure(authorise("ill", "1.00", PATIENCE));

    assertThat(kind).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(outcomes).endsWith("failed").doesNotContain("late");
    assertThat(sandbox.figures().charges()).isZero();
    assertThat(sandbox.figures().asked()).as("no redirection is followed").isEqualTo(before + 1);
  }

  @Test
  void an_answer_that_was_lost_is_found_under_the_same_key() {
    deploy(16, 128);
    sandbox.behave(SandboxMode.LOST);
    assertThat(failure(authorise("lost", "1.00", PATIENCE))).isEqualTo(FailureKind.UNAVAILABLE);

    sandbox.behave(SandboxMode.HEALTHY);

    assertThat(await(authorise("lost", "1.00", PATIENCE))).isInstanceOf(Authorised.class);
    assertThat(sandbox.chargesOf("lost")).isEqualTo(1);
  }

  @Test
  void a_gateway_that_hangs_is_left_alone() {
    timeout = Duration.ofSeconds(1);
    deploy(16, 128);
    var start = System.nanoTime();

    hang();
    var opened = Duration.ofNanos(System.nanoTime() - start);
    var refused = failure(authorise("refused", "1.00", PATIENCE));

    assertThat(opened).isGreaterThanOrEqualTo(timeout);
    assertThat(refused).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(outcomes).contains("late").endsWith("open");
    assertThat(states).containsExactly("closed", "open");
    assertThat(sandbox.figures().charges()).isZero();
    assertThat(sandbox.figures().asked())
        .as("not even asked")
        .isLessThanOrEqualTo(before + FAILURES);
  }

  @Test
  void a_gateway_that_hung_is_found_again() {
    timeout = Duration.ofSeconds(1);
    retryAfter = Duration.ofMillis(100);
    deploy(16, 128);
    hang();

    sandbox.behave(SandboxMode.HEALTHY);

    Awaitility.await()
        .until(
            () -> authorise("again", "1.00", PATIENCE).otherwiseEmpty(),
            answer -> await(answer) != null);
    assertThat(states).startsWith("closed", "open", "half_open").endsWith("closed");
    assertThat(outcomes).contains("late").endsWith("answered");
  }

  /// Asks what hangs as often as is borne, until it is left alone.
  private void hang() {
    sandbox.behave(SandboxMode.HUNG);
    var together =
        IntStream.range(0, FAILURES).mapToObj(n -> authorise("k" + n, "1.00", PATIENCE)).toList();
    assertThat(together)
        .allSatisfy(one -> assertThat(failure(one)).isEqualTo(FailureKind.UNAVAILABLE));
    Awaitility.await().until(() -> states.contains("open"));
  }

  @Test
  void a_deadline_that_is_short_does_not_speak_against_the_gateway() {
    deploy(64, 128);
    sandbox.behave(SandboxMode.HUNG);

    var together =
        IntStream.range(0, 3 * FAILURES)
            .mapToObj(n -> authorise("short" + n, "1.00", Duration.ofMillis(50)))
            .toList();

    assertThat(together)
        .allSatisfy(one -> assertThat(failure(one)).isEqualTo(FailureKind.DEADLINE));
    sandbox.behave(SandboxMode.SLOW);
    assertThat(await(authorise("patient", "1.00", PATIENCE))).isInstanceOf(Authorised.class);
    assertThat(states).containsOnly("closed");
  }

  @Test
  void what_is_above_connections_and_queue_is_refused_at_once() {
    deploy(1, 1);
    sandbox.behave(SandboxMode.HUNG);

    var together =
        IntStream.range(0, 6).mapToObj(n -> authorise("k" + n, "1.00", PATIENCE)).toList();
    Awaitility.await().until(() -> together.stream().filter(Future::isComplete).count() >= 4);

    assertThat(together)
        .filteredOn(Future::isComplete)
        .hasSize(4)
        .allSatisfy(one -> assertThat(failure(one)).isEqualTo(FailureKind.OVERLOADED));
    assertThat(sandbox.figures().asked()).isLessThanOrEqualTo(before + 2);
  }

  @Test
  void a_gateway_that_is_not_there_is_told_without_waiting() {
    deploy(16, 128);
    await(sandbox.close());

    assertThat(failure(authorise("gone", "1.00", PATIENCE))).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(outcomes).endsWith("failed").doesNotContain("late");
  }

  @Test
  void people_are_checked_and_a_check_that_is_away_is_an_outcome() {
    deploy(16, 128);

    var passed = probe.ask(PaymentsPort.CHECK, new CheckPerson("ada@example.org"));
    var refused = probe.ask(PaymentsPort.CHECK, new CheckPerson("Eve@Refused.example"));
    sandbox.behave(SandboxMode.GARBAGE);
    var unchecked = probe.ask(PaymentsPort.CHECK, new CheckPerson("ada@example.org"));

    assertThat(passed).isEqualTo(new CheckOutcome.Passed());
    assertThat(refused).isEqualTo(new CheckOutcome.Refused("listed-domain"));
    assertThat(unchecked).isEqualTo(new CheckOutcome.Unchecked());
  }

  @Test
  void nobody_is_checked_where_there_is_no_service() {
    deploy(config(Optional.of(sandbox.uri()), Optional.empty(), 16, 128));

    var passed = probe.ask(PaymentsPort.CHECK, new CheckPerson("eve@refused.example"));

    assertThat(passed).isEqualTo(new CheckOutcome.Passed());
    assertThat(sandbox.figures().asked()).isZero();
  }

  /// The first question ever takes long; it goes over the other line, whose breaker is another one.
  private void deploy(int connections, int queue) {
    var here = Optional.of(sandbox.uri());
    deploy(config(here, here, connections, queue));
    var warm = new CheckPerson("warm@example.org");
    Awaitility.await()
        .until(() -> probe.ask(PaymentsPort.CHECK, warm).equals(new CheckOutcome.Passed()));
    before = sandbox.figures().asked();
  }

  private PaymentsConfig config(
      Optional<URI> url, Optional<URI> checksUrl, int connections, int queue) {
    return new PaymentsConfig(
        url,
        checksUrl,
        Optional.empty(),
        timeout,
        connections,
        queue,
        FAILURES,
        retryAfter,
        64 << 10);
  }

  private void deploy(PaymentsConfig config) {
    var stats =
        new PaymentsStats() {
          @Override
          public void called(String service, String outcome, long nanos) {
            outcomes.add(outcome);
          }

          @Override
          public void breaker(String service, String state) {
            if (service.equals("gateway")) {
              states.add(state);
            }
          }
        };
    probe.deploy(new Payments(probe.vertx(), probe.bus(), config, stats).verticle());
  }

  private Future<AuthoriseOutcome> authorise(String key, String amount, Duration patience) {
    return probe
        .bus()
        .ask(
            PaymentsPort.AUTHORISE,
            new AuthorisePayment(key, "order-1", new BigDecimal(amount), "EUR"),
            Call.background(UUID.randomUUID().toString(), patience));
  }

  private static FailureKind failure(Future<?> asked) {
    return catchThrowableOfType(BusFailure.class, () -> await(asked)).kind();
  }
}
