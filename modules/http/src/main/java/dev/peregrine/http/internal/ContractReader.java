package dev.peregrine.http.internal;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// An OpenAPI document, read once at the start. Immutable.
///
/// @param json the document as JSON
/// @param operations by method and path: `GET /api/v1/customers/{id}`
public record ContractReader(JsonObject json, Map<String, Operation> operations) {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  /// Reads a document.
  ///
  /// @param yaml its text
  /// @throws IllegalArgumentException if it is no YAML, or says of requests what is not checked
  ///   here
  public static ContractReader read(String yaml) {
    var document = document(yaml);
    var text = new ContractText(document);
    var operations = new HashMap<String, Operation>();
    for (var path : text.object(document, "paths").entrySet()) {
      if (path.getValue() instanceof Map<?, ?> item) {
        for (var method : METHODS) {
          var operation = text.object(item, method);
          var name = method.toUpperCase(Locale.ROOT) + " " + path.getKey();
          if (!operation.isEmpty()) {
            operations.put(name, new Operation(text, item, operation, name));
          }
        }
      }
    }
    return new ContractReader(json(document), Map.copyOf(operations));
  }

  private static Map<?, ?> document(String yaml) {
    try {
      var settings = LoadSettings.builder().setLabel("the contract").build();
      if (new Load(settings).loadFromString(yaml) instanceof Map<?, ?> document) {
        return document;
      }
    } catch (YamlEngineException malformed) {
      throw new IllegalArgumentException("contract: " + malformed.getMessage(), malformed);
    }
    throw new IllegalArgumentException("contract: no object (expected: an OpenAPI document)");
  }

  private static JsonObject json(Map<?, ?> document) {
    var json = new JsonObject();
    document.forEach((name, value) -> json.put(String.valueOf(name), value));
    return json;
  }
}
