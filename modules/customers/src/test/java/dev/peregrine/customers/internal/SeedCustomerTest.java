package dev.peregrine.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeedCustomerTest {

  private static final java.util.List<SeedCustomer> PEOPLE =
      LongStream.rangeClosed(1, 20_000).mapToObj(SeedCustomer::of).toList();

  @Test
  void a_number_always_stands_for_the_same_person() {
    assertThat(SeedCustomer.of(4711))
        .isEqualTo(SeedCustomer.of(4711))
        .isNotEqualTo(SeedCustomer.of(4712));
  }

  @Test
  void names_come_from_many_countries() {
    var currencies =
        PEOPLE.stream()
            .flatMap(one -> one.orders().stream())
            .map(SeedCustomer.SeedOrder::currency)
            .collect(Collectors.toSet());

    assertThat(currencies).hasSizeGreaterThan(25);
    assertThat(PEOPLE.stream().map(SeedCustomer::name).distinct().count()).isGreaterThan(2_500);
  }

  @Test
  void every_person_keeps_the_rules_of_a_customer() {
    assertThat(PEOPLE)
        .allSatisfy(one -> assertThat(EmailSyntax.isAddress(one.email())).as(one.email()).isTrue());
    assertThat(PEOPLE.stream().map(SeedCustomer::email).distinct().count())
        .isEqualTo(PEOPLE.size());
    assertThat(PEOPLE)
        .allSatisfy(
            one -> assertThat(one.type()).isIn(Set.of("individual", "business", "partner")));
  }

  @Test
  void orders_are_skewed_most_have_few_and_few_have_most() {
    var counts =
        PEOPLE.stream().map(one -> one.orders().size()).sorted(Comparator.reverseOrder()).toList();
    var all = counts.stream().mapToLong(Integer::longValue).sum();
    var ofTheTopTenth =
        counts.stream().limit(PEOPLE.size() / 10).mapToLong(Integer::longValue).sum();

    assertThat(ofTheTopTenth * 2).as("the top tenth has more than half").isGreaterThan(all);
    assertThat(counts.get(PEOPLE.size() / 2)).as("the median").isLessThanOrEqualTo(1);
    assertThat(counts.getFirst()).isGreaterThan(100);
  }
}
