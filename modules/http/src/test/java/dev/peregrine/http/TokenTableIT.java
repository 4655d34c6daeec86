package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which tokens are good, and which are not.
class TokenTableIT {

  /// Enough for a starved machine to show in time what is good for some seconds more.
  private static final int SKEW_SECONDS = 120;

  private static final String READ = "things:read";
  private static final Charset UTF = StandardCharsets.UTF_8;
  private static final Issuer ISSUER = new Issuer("-1");
  private static final Issuer STRANGER = new Issuer("-1");

  @TempDir private static Path folder;
  private static final Map<String, String> BAD = bad();
  private static Vertx vertx;
  private static Tokens tokens;
  private static EdgeServer server;

  @BeforeAll
  static void open() throws IOException {
    var file = Files.writeString(folder.resolve("keys.json"), ISSUER.jwks().encode());
    vertx = Vertx.vertx();
    tokens = new Tokens(config(file));
    EdgeServer.await(tokens.open(vertx));
    server =
        new EdgeServer(
            EdgeServer.config(),
            tokens,
            OpenApi.NONE,
            table ->
                table
                    .add(Route.get("/open", Access.PUBLIC, TokenTableIT::who))
                    .add(Route.get("/things", Access.scope(READ), TokenTableIT::who))
                    .add(Route.post("/things", Access.scope("things:write"), TokenTableIT::who)));
  }

  @AfterAll
  static void close() {
    server.close();
    tokens.close();
    EdgeServer.await(vertx.close());
  }

  static AuthConfig config(Path file) {
    return new AuthConfig(
        true,
        Optional.of(Issuer.NAME),
        Optional.of(Issuer.AUDIENCE),
        Optional.empty(),
        Optional.of(file),
        Duration.ofSeconds(SKEW_SECONDS),
        Duration.ofMinutes(5),
        Duration.ofSeconds(2));
  }

  private static Future<Answer> who(Request request) {
    var json = new JsonObject().put("subject", request.caller().subject());
    return Future.succeededFuture(Answer.json(200, json.toBuffer()));
  }

  static Stream<String> good() {
    var ids = Issuer.claims(READ).put("aud", new JsonArray().add("other").add(Issuer.AUDIENCE));
    var list = Issuer.claims("").put("scp", new JsonArray().add("x").add(READ));
    return Stream.of(
        ISSUER.rs256(Issuer.claims(READ)),
        ISSUER.es256(Issuer.claims("a " + READ + " b")),
        ISSUER.edDsa(Issuer.claims(READ)),
        ISSUER.rs256(ids),
        ISSUER.rs256(list),
        ISSUER.rs256(Issuer.claims(READ).put("exp", now() - 20)),
        ISSUER.rs256(Issuer.claims(READ).put("nbf", now() + 20)),
        Issuer.signed(
            new JsonObject().put("alg", "ES256"),
            Issuer.claims(READ),
            ISSUER.ec,
            "SHA256withECDSAinP1363Format"));
  }

  @ParameterizedTest
  @MethodSource("good")
  void a_good_token_is_let_in_and_known_by_its_subject(String token) {
    for (var time = 0; time < 2; time++) {
      var answer = server.get("/things", "Authorization", "Bearer " + token);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("\"ada\"");
    }
  }

  /// Tokens that are not good, by what is wrong with them.
  private static Map<String, String> bad() {
    var bad = new LinkedHashMap<String, String>();
    var good = ISSUER.token(READ);
    var parts = good.split("\\.", -1);
    bad.put("empty", "");
    bad.put("garbage", "garbage");
    bad.put("three parts of garbage", "a.b.c");
    bad.put("no signature", parts[0] + "." + parts[1] + ".");
    bad.put("another signature", parts[0] + "." + parts[1] + "." + "A".repeat(342));
    bad.put("other claims under a signature", parts[0] + "." + part("admin") + "." + parts[2]);
    bad.put("none", unsigned("none"));
    bad.put("None", unsigned("None"));
    bad.put("encrypted", "a.b.c.d.e");
    bad.put("too long", ISSUER.rs256(Issuer.claims(READ).put("x", "x".repeat(4_096))));
    changed(bad, "expired", claims -> claims.put("exp", now() - SKEW_SECONDS - 1));
    changed(bad, "without an end", claims -> claims.remove("exp"));
    changed(bad, "an end that is no number", claims -> claims.put("exp", "never"));
    changed(bad, "an end beyond all time", claims -> claims.put("exp", 1e300));
    changed(bad, "not yet valid", claims -> claims.put("nbf", now() + 3_600));
    changed(bad, "another issuer", claims -> claims.put("iss", Issuer.NAME + "/"));
    changed(bad, "no issuer", claims -> claims.remove("iss"));
    changed(bad, "another audience", claims -> claims.put("aud", "peregrine2"));
    changed(bad, "no audience", claims -> claims.remove("aud"));
    changed(bad, "a long subject", claims -> claims.put("sub", "x".repeat(300)));
    bad.put("another's key", STRANGER.token(READ));
    bad.put("another's curve key", STRANGER.es256(Issuer.claims(READ)));
    bad.put("another's Edwards key", STRANGER.edDsa(Issuer.claims(READ)));
    bad.put("HMAC with the public key", confused(ISSUER.rsa.getPublic().getEncoded()));
    bad.put("HMAC with its PEM", confused(pemBytes()));
    bad.put("HMAC with its JWK", confused(ISSUER.rsaKey().toJSONString().getBytes(UTF)));
    bad.put("RSA key for a curve", mixed("ES256", "rsa"));
    bad.put("another hash", mixed("RS512", "rsa"));
    bad.put("an extension that must be known", critical());
    bad.put("an unknown key", mixed("RS256", "../../etc/passwd"));
    bad.put("a key in its own head", carried());
    return bad;
  }

  static Stream<String> badNames() {
    return BAD.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void a_bad_token_is_refused_and_told_so(String name) {
    var token = BAD.get(name);

    var answer = server.get("/things", "Authorization", "Bearer " + token);

    assertThat(answer.statusCode()).as(name).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Bearer realm=\"peregrine\", error=\"invalid_token\"");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).doesNotContain("xception", "eyJ", "passwd", "nimbus");
  }

  @Test
  void where_tokens_are_asked_for_any_name_will_do() {
    var ask = "GET /open HTTP/1.1\r\nHost: api.example.org\r\nConnection: close\r\n\r\n";

    assertThat(server.raw(ask)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void nobody_is_asked_who_he_is_on_a_public_route_however_bad_his_token() {
    assertThat(server.get("/open").statusCode()).isEqualTo(200);
    assertThat(server.get("/open", "Authorization", "Bearer x").statusCode()).isEqualTo(200);
  }

  @Test
  void who_brings_no_token_is_told_that_one_is_needed() {
    var answer = server.get("/things");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"peregrine\"");
  }

  @Test
  void other_ways_to_show_who_one_is_are_refused() {
    var token = ISSUER.token(READ);
    assertThat(server.get("/things", "Authorization", "Basic YTpi").statusCode()).isEqualTo(401);
    assertThat(server.get("/things", "Authorization", token).statusCode()).isEqualTo(401);
    assertThat(server.get("/things?access_token=" + token).statusCode()).isEqualTo(401);
    var twice =
        server.get(
            "/things", "Authorization", "Bearer " + token, "Authorization", "Bearer " + token);
    assertThat(twice.statusCode()).isEqualTo(401);
    assertThat(server.get("/things", "Authorization", "bEARER  " + token).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_token_without_the_scope_is_told_which_one_it_lacks() {
    var token = ISSUER.token(READ + ":more xthings:read things:write");

    var answer = server.get("/things", "Authorization", "Bearer " + token);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("error=\"insufficient_scope\"", "scope=\"" + READ + "\"");
    assertThat(server.get("/things", "Authorization", "Bearer " + token).statusCode())
        .isEqualTo(403);
  }

  @Test
  void a_good_token_ends_when_it_says_so_however_often_it_was_good() {
    // Another one where the machine was too slow for the first.
    var token = Awaitility.await().until(TokenTableIT::ending, one -> status(one) == 200);

    Awaitility.await().until(() -> status(token) == 401);
  }

  /// Returns a token that is good for two seconds more.
  private static String ending() {
    return ISSUER.rs256(Issuer.claims(READ).put("exp", now() - SKEW_SECONDS + 2));
  }

  private static int status(String token) {
    return server.get("/things", "Authorization", "Bearer " + token).statusCode();
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private static void changed(Map<String, String> bad, String name, Consumer<JsonObject> change) {
    var claims = Issuer.claims(READ);
    change.accept(claims);
    bad.put(name, ISSUER.rs256(claims));
  }

  private static String part(String subject) {
    return Issuer.part(Issuer.claims(READ).put("sub", subject));
  }

  private static String unsigned(String algorithm) {
    return Issuer.part(new JsonObject().put("alg", algorithm))
        + "."
        + Issuer.part(Issuer.claims(READ))
        + ".";
  }

  private static byte[] pemBytes() {
    return Issuer.pem(ISSUER.rsa).getBytes(UTF);
  }

  private static String confused(byte[] secret) {
    return Issuer.hs256(ISSUER.head("HS256", "rsa"), Issuer.claims(READ), secret);
  }

  private static String mixed(String algorithm, String kind) {
    return Issuer.signed(
        ISSUER.head(algorithm, kind), Issuer.claims(READ), ISSUER.rsa, "SHA256withRSA");
  }

  private static String critical() {
    var head =
        ISSUER.head("EdDSA", "ed").put("crit", new JsonArray().add("x")).put("x", "must know");
    return Issuer.signed(head, Issuer.claims(READ), ISSUER.ed, "Ed25519");
  }

  private static String carried() {
    var jwk = new JsonObject(STRANGER.rsaKey().toJSONString());
    var head = ISSUER.head("RS256", "rsa").put("jwk", jwk);
    return Issuer.signed(head, Issuer.claims(READ), STRANGER.rsa, "SHA256withRSA");
  }
}
