package dev.peregrine.cache;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.Optional;

/// A region's configuration in the making; each option is described, with its bounds, at
/// [RegionConfig]. Confined to the thread that makes it.
public final class RegionTuning {

  private Duration freshFor = Duration.ofMinutes(5);
  private Duration absentFor = Duration.ofSeconds(5);
  private int jitterPercent = 10;
  private Duration refreshAheadFor = Duration.ZERO;
  private Duration staleWhileRevalidateFor = Duration.ZERO;
  private Duration staleIfErrorFor = Duration.ZERO;
  private Optional<Duration> staleAtMost = Optional.empty();
  private Unproven whenUnproven = Unproven.BYPASS;
  private Duration unprovenFor = Duration.ofSeconds(30);
  private long nearBytes = 64L << 20;
  private long entryBytes = 256L << 10;
  private long compressFromBytes = 2L << 10;
  private int loads = 512;
  private Duration softLoadTimeout = Duration.ofSeconds(10);
  private Duration hardLoadTimeout = Duration.ofSeconds(10);
  private int auditOneIn = 0;

  RegionTuning() {}

  /// Returns the configuration.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound that it breaks
  public RegionConfig config() {
    return new RegionConfig(
        freshFor,
        absentFor,
        jitterPercent,
        refreshAheadFor,
        staleWhileRevalidateFor,
        staleIfErrorFor,
        staleAtMost,
        whenUnproven,
        unprovenFor,
        nearBytes,
        entryBytes,
        compressFromBytes,
        loads,
        softLoadTimeout,
        hardLoadTimeout,
        auditOneIn);
  }

  /// Sets [RegionConfig#freshFor()].
  ///
  /// @param value life of an entry
  @CanIgnoreReturnValue
  public RegionTuning freshFor(Duration value) {
    freshFor = value;
    return this;
  }

  /// Sets [RegionConfig#absentFor()].
  ///
  /// @param value life of the knowledge that there is nothing
  @CanIgnoreReturnValue
  public RegionTuning absentFor(Duration value) {
    absentFor = value;
    return this;
  }

  /// Sets [RegionConfig#jitterPercent()].
  ///
  /// @param value part by which lives differ
  @CanIgnoreReturnValue
  public RegionTuning jitterPercent(int value) {
    jitterPercent = value;
    return this;
  }

  /// Sets [RegionConfig#refreshAheadFor()].
  ///
  /// @param value when before its end a hit refreshes an entry
  @CanIgnoreReturnValue
  public RegionTuning refreshAheadFor(Duration value) {
    refreshAheadFor = value;
    return this;
  }

  /// Sets [RegionConfig#staleWhileRevalidateFor()].
  ///
  /// @param value how much longer a value is served while it is fetched again
  @CanIgnoreReturnValue
  public RegionTuning staleWhileRevalidateFor(Duration value) {
    staleWhileRevalidateFor = value;
    return this;
  }

  /// Sets [RegionConfig#staleIfErrorFor()].
  ///
  /// @param value how much longer a value is served when the source fails
  @CanIgnoreReturnValue
  public RegionTuning staleIfErrorFor(Duration value) {
    staleIfErrorFor = value;
    return this;
  }

  /// Sets [RegionConfig#staleAtMost()].
  ///
  /// @param value bound B of this region
  @CanIgnoreReturnValue
  public RegionTuning staleAtMost(Duration value) {
    staleAtMost = Optional.of(value);
    return this;
  }

  /// Sets [RegionConfig#whenUnproven()].
  ///
  /// @param value what happens without proof
  @CanIgnoreReturnValue
  public RegionTuning whenUnproven(Unproven value) {
    whenUnproven = value;
    return this;
  }

  /// Sets [RegionConfig#unprovenFor()].
  ///
  /// @param value how long memory is served without proof
  @CanIgnoreReturnValue
  public RegionTuning unprovenFor(Duration value) {
    unprovenFor = value;
    return this;
  }

  /// Sets [RegionConfig#nearBytes()].
  ///
  /// @param value bound of what this process holds
  @CanIgnoreReturnValue
  public RegionTuning nearBytes(long value) {
    nearBytes = value;
    return this;
  }

  /// Sets [RegionConfig#entryBytes()].
  ///
  /// @param value largest value that is remembered
  @CanIgnoreReturnValue
  public RegionTuning entryBytes(long value) {
    entryBytes = value;
    return this;
  }

  /// Sets [RegionConfig#compressFromBytes()].
  ///
  /// @param value smallest value that is compressed
  @CanIgnoreReturnValue
  public RegionTuning compressFromBytes(long value) {
    compressFromBytes = value;
    return this;
  }

  /// Sets [RegionConfig#loads()].
  ///
  /// @param value loads at once
  @CanIgnoreReturnValue
  public RegionTuning loads(int value) {
    loads = value;
    return this;
  }

  /// Sets [RegionConfig#softLoadTimeout()].
  ///
  /// @param value longest wait for a load beside something stale
  @CanIgnoreReturnValue
  public RegionTuning softLoadTimeout(Duration value) {
    softLoadTimeout = value;
    return this;
  }

  /// Sets [RegionConfig#hardLoadTimeout()].
  ///
  /// @param value longest wait for a load
  @CanIgnoreReturnValue
  public RegionTuning hardLoadTimeout(Duration value) {
    hardLoadTimeout = value;
    return this;
  }

  /// Sets [RegionConfig#auditOneIn()].
  ///
  /// @param value one hit in so many is audited
  @CanIgnoreReturnValue
  public RegionTuning auditOneIn(int value) {
    auditOneIn = value;
    return this;
  }
}
