/// Load on the whole house, and what it did.
@org.jspecify.annotations.NullMarked
module dev.peregrine.perf {
  requires transitive io.vertx.core;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires HdrHistogram;

  exports dev.peregrine.perf;
}
