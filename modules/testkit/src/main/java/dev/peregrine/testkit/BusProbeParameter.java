package dev.peregrine.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands each test that wants one a fresh [BusProbe], the same to its set-up and its tear-down, and
/// closes it after the test.
public final class BusProbeParameter implements ParameterResolver {

  private static final Namespace HERE = Namespace.create(BusProbeParameter.class);

  /// For JUnit.
  public BusProbeParameter() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == BusProbe.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getStore(HERE).computeIfAbsent(BusProbe.class, key -> BusProbe.open());
  }
}
