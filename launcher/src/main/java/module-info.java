/// The launcher: configuration, command line and wiring.
@org.jspecify.annotations.NullMarked
module dev.peregrine.launcher {
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;
  requires org.snakeyaml.engine.v2;

  exports dev.peregrine.launcher;
}
