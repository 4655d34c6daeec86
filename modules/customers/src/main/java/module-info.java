/// Who the customers are, how they join and what they order.
@org.jspecify.annotations.NullMarked
module dev.peregrine.customers {
  requires transitive dev.peregrine.bus;
  requires transitive dev.peregrine.cache;
  requires transitive dev.peregrine.persistence;
  requires transitive dev.peregrine.http;
  requires dev.peregrine.payments;
  requires com.fasterxml.jackson.core;
  requires org.slf4j;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.peregrine.customers;
}
