/// Asks a payment gateway and a checking service, and stands in for both where there are none.
@org.jspecify.annotations.NullMarked
module dev.peregrine.payments {
  requires transitive dev.peregrine.bus;
  requires io.vertx.circuitbreaker;
  requires org.slf4j;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.peregrine.payments;
}
