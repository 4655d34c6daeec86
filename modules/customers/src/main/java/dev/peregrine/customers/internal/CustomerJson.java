package dev.peregrine.customers.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.CustomerSummary;
import dev.peregrine.customers.Order;
import dev.peregrine.customers.internal.BulkPort.Refusal;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Customers and orders as clients read them.
final class CustomerJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final SerializedString LINE_END = new SerializedString("\n");
  private static final int USUAL_BYTES = 1_536;

  private CustomerJson() {}

  /// Writes into a generator.
  @FunctionalInterface
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  static Buffer customer(Customer customer) {
    return object(json -> {
      var summary =
          new CustomerSummary(
              customer.id(),
              customer.name(),
              customer.email(),
              customer.type(),
              customer.createdAt(),
              customer.updatedAt(),
              customer.version());
      members(json, summary);
      json.writeArrayFieldStart("recentOrders");
      for (var order : customer.recentOrders()) {
        json.writeStartObject();
        members(json, order);
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  static Buffer order(Order order) {
    return object(json -> {
      json.writeNumberField("customerId", order.customerId());
      members(json, order);
    });
  }

  /// Returns a page of customers with members of its own behind the items.
  static Buffer customers(List<CustomerSummary> items, Body rest) {
    return object(json -> {
      json.writeArrayFieldStart("items");
      for (var item : items) {
        json.writeStartObject();
        members(json, item);
        json.writeEndObject();
      }
      json.writeEndArray();
      rest.write(json);
    });
  }

  /// Returns a page of orders with members of its own behind the items.
  static Buffer orders(List<Order> items, Body rest) {
    return object(json -> {
      json.writeArrayFieldStart("items");
      for (var item : items) {
        json.writeStartObject();
        json.writeNumberField("customerId", item.customerId());
        members(json, item);
        json.writeEndObject();
      }
      json.writeEndArray();
      rest.write(json);
    });
  }

  /// Writes a member that is null when there is no value.
  static void nullable(JsonGenerator json, String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }

  private static void members(JsonGenerator json, CustomerSummary customer) throws IOException {
    json.writeNumberField("id", customer.id());
    json.writeStringField("name", customer.name());
    json.writeStringField("email", customer.email());
    json.writeStringField("type", customer.type().word());
    json.writeStringField("createdAt", customer.createdAt().toString());
    json.writeStringField("updatedAt", customer.updatedAt().toString());
    json.writeNumberField("version", customer.version());
  }

  private static void members(JsonGenerator json, Order order) throws IOException {
    json.writeNumberField("id", order.id());
    json.writeStringField("status", order.status().word());
    json.writeStringField("total", order.total().toPlainString());
    json.writeStringField("currency", order.currency());
    json.writeStringField("placedAt", order.placedAt().toString());
  }

  static void members(JsonGenerator json, ImportCounts counts) throws IOException {
    json.writeNumberField("received", counts.received());
    json.writeNumberField("imported", counts.imported());
    json.writeNumberField("updated", counts.updated());
    json.writeNumberField("skipped", counts.skipped());
    json.writeNumberField("rejected", counts.rejected());
  }

  static void members(JsonGenerator json, Refusal refusal) throws IOException {
    json.writeNumberField("line", refusal.line());
    json.writeStringField("field", refusal.field());
    json.writeStringField("code", refusal.code());
    json.writeStringField("message", refusal.message());
  }

  /// Returns customers as objects, one a line.
  static Buffer customerLines(List<CustomerSummary> customers) {
    return lines(customers, CustomerJson::members);
  }

  /// Returns refusals as objects, one a line.
  static Buffer refusalLines(List<Refusal> refusals) {
    return lines(refusals, CustomerJson::members);
  }

  /// Writes the members of an item.
  @FunctionalInterface
  private interface Members<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }

  private static <T> Buffer lines(List<T> items, Members<T> members) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES * (1 + items.size() / 8));
    try (var json = JSON.createGenerator(bytes)) {
      json.setRootValueSeparator(LINE_END);
      for (var item : items) {
        json.writeStartObject();
        members.write(json, item);
        json.writeEndObject();
      }
      if (!items.isEmpty()) {
        json.writeRaw(LINE_END);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot be written to", impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  static Buffer object(Body body) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot be written to", impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
