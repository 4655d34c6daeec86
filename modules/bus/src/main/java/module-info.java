/// Typed questions and facts between rooms, over the Vert.x event bus.
@org.jspecify.annotations.NullMarked
module dev.peregrine.bus {
  requires transitive io.vertx.core;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires org.slf4j;

  exports dev.peregrine.bus;
}
