package dev.peregrine.customers.internal;

import dev.peregrine.cache.Codec;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.CustomerType;
import dev.peregrine.customers.Order;
import dev.peregrine.customers.OrderStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Customers in Redis: the JSON that clients read.
public final class CustomerCodec implements Codec<Customer> {

  private static final int SCHEMA = 1;

  /// Makes the codec.
  public CustomerCodec() {}

  @Override
  public Buffer encode(Customer value) {
    return CustomerJson.customer(value);
  }

  @Override
  public Customer decode(Buffer bytes) {
    var json = new JsonObject(bytes);
    var id = json.getLong("id");
    return new Customer(
        id,
        json.getString("name"),
        json.getString("email"),
        CustomerType.of(json.getString("type")),
        Instant.parse(json.getString("createdAt")),
        Instant.parse(json.getString("updatedAt")),
        json.getLong("version"),
        orders(json.getJsonArray("recentOrders"), id));
  }

  @Override
  public int schema() {
    return SCHEMA;
  }

  private static List<Order> orders(JsonArray array, long customerId) {
    var orders = new ArrayList<Order>(array.size());
    for (var i = 0; i < array.size(); i++) {
      var json = array.getJsonObject(i);
      orders.add(
          new Order(
              json.getLong("id"),
              customerId,
              OrderStatus.of(json.getString("status")),
              new BigDecimal(json.getString("total")),
              json.getString("currency"),
              Instant.parse(json.getString("placedAt"))));
    }
    return orders;
  }
}
