package dev.peregrine.persistence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A certificate that vouches for itself, and its key, in two files.
///
/// @param certificate in PEM
/// @param key in PEM, readable by its owner alone
record Certificate(Path certificate, Path key) {

  private static final String PASSWORD = "changeit";

  /// Makes one with the JDK's own tool.
  ///
  /// @param directory where its files go
  /// @param names whom it is for, as in `dns:localhost,ip:127.0.0.1`
  static Certificate of(Path directory, String names) {
    try {
      var store = Files.createTempDirectory(directory, "certificate").resolve("store.p12");
      make(store, names);
      var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      var certificate =
          write(store, "server.crt", "CERTIFICATE", keys.getCertificate("server").getEncoded());
      var key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
      return new Certificate(certificate, write(store, "server.key", "PRIVATE KEY", key));
    } catch (IOException | GeneralSecurityException thrown) {
      throw new IllegalStateException("no certificate for " + names, thrown);
    }
  }

  private static void make(Path store, String names) throws IOException {
    var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var making =
        new ProcessBuilder(
                tool,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=peregrine test",
                "-ext",
                "san=" + names,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (making.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
  }

  private static Path write(Path beside, String name, String kind, byte[] encoded)
      throws IOException {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    var file = beside.resolveSibling(name);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
