package dev.peregrine.testkit.internal;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;

/// The Docker engine of this machine, if it has one.
final class DockerEngine {

  private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);

  private DockerEngine() {}

  /// Tells whether an engine answers that has some images, or may fetch them. Asking Testcontainers
  /// would take minutes where there is an engine but no registry.
  static boolean answersAndCanHave(List<String> images) {
    if (!mayBeThere()) {
      return false;
    }
    try (var client =
        DockerClientProviderStrategy.getClientForConfig(
            DockerClientFactory.instance().getTransportConfig())) {
      return (hasReaper(client) && images.stream().allMatch(image -> has(client, image)))
          || registryIsKnown(client);
    } catch (RuntimeException | IOException thrown) {
      LOG.debug("no Docker engine", thrown);
      return false;
    }
  }

  /// Testcontainers is loud where there is none.
  private static boolean mayBeThere() {
    var home = System.getProperty("user.home");
    var runtime = Objects.requireNonNullElse(System.getenv("XDG_RUNTIME_DIR"), "/run/user");
    var hints =
        Stream.of(
            "/var/run/docker.sock",
            runtime + "/docker.sock",
            home + "/.docker/run/docker.sock",
            home + "/.docker/desktop/docker.sock",
            home + "/.testcontainers.properties");
    return System.getenv("DOCKER_HOST") != null || hints.map(Path::of).anyMatch(Files::exists);
  }

  /// Testcontainers needs one of its own beside those that it is asked for, unless told otherwise.
  private static boolean hasReaper(DockerClient client) {
    return Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))
        || !client.listImagesCmd().withReferenceFilter("testcontainers/ryuk").exec().isEmpty();
  }

  private static boolean has(DockerClient client, String image) {
    try {
      return client.inspectImageCmd(image).exec() != null;
    } catch (NotFoundException thrown) {
      LOG.debug("{} is not here yet", image, thrown);
      return false;
    }
  }

  private static boolean registryIsKnown(DockerClient client) {
    try {
      var registry = URI.create(client.infoCmd().exec().getIndexServerAddress());
      return InetAddress.getAllByName(registry.getHost()).length > 0;
    } catch (UnknownHostException thrown) {
      LOG.debug("no registry", thrown);
      return false;
    }
  }
}
