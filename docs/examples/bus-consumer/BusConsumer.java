import com.hazelcast.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/// A program of its own that joins the cluster, asks for a customer and listens for new ones.
///
/// It needs Vert.x and Hazelcast, and nothing of Peregrine: what travels is JSON, and the document
/// at `/asyncapi.json` says which. Arguments: a member's `host:port`, the cluster's name, the id of
/// a customer.
public final class BusConsumer {

  private BusConsumer() {}

  /// Joins, asks once, and then prints every fact it hears until it is stopped.
  public static void main(String... arguments) {
    var member = arguments[0];
    var cluster = arguments[1];
    var id = Long.parseLong(arguments[2]);
    var bus = new EventBusOptions().setHost("127.0.0.1").setClusterPublicHost("127.0.0.1");
    Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(bus))
        .withClusterManager(new HazelcastClusterManager(hazelcast(member, cluster)))
        .buildClustered()
        .onSuccess(vertx -> start(vertx, id))
        .onFailure(thrown -> {
          System.err.println("cannot join at " + member + ": " + thrown);
          System.exit(69);
        });
  }

  private static void start(Vertx vertx, long id) {
    vertx
        .eventBus()
        .<JsonObject>consumer(
            "customers.registered", fact -> System.out.println("registered " + fact.body()))
        .completion()
        .onSuccess(listening -> find(vertx, id));
  }

  private static void find(Vertx vertx, long id) {
    // Who answers knows how long it is waited for.
    var tenSeconds =
        new DeliveryOptions().setSendTimeout(10_000).addHeader("peregrine-remaining-ms", "10000");
    vertx
        .eventBus()
        .request("customers.find", new JsonObject().put("id", id), tenSeconds)
        .onSuccess(answer -> {
          var failure = answer.headers().get("peregrine-failure");
          System.out.println(failure == null ? answer.body() : failure + ": " + answer.body());
        })
        .onFailure(thrown -> System.out.println("no answer: " + thrown.getMessage()));
  }

  /// The members are known by their addresses: no multicast.
  private static Config hazelcast(String member, String cluster) {
    var config = new Config().setClusterName(cluster);
    config.setProperty("hazelcast.logging.type", "none");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    var network = config.getNetworkConfig().setPort(0);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(true).addMember(member);
    return config;
  }
}
