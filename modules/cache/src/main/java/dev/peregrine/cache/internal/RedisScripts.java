package dev.peregrine.cache.internal;

/// What Redis carries out in one step. Positions have 61 bits and Lua's numbers 53, so they are
/// packed from the halves of a stream id.
final class RedisScripts {

  /// Asks for leases, and reads the end of the log in the same step: a server that took its place
  /// in between would give positions away again. Who was overtaken by a fill between its look and
  /// its question gets none. Keys: log, then lease and entry in turn. Arguments: token,
  /// milliseconds, then the mark of each entry that was seen, `*` for whatever is there. Returns
  /// the end of the log, empty if there is none, and what was granted.
  static final String LEASE =
      """
      local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
      local granted = {newest[1] and newest[1][1] or ''}
      for i = 2, #KEYS, 2 do
        local seen = ARGV[i / 2 + 2]
        local there = seen ~= '*' and redis.call('GETRANGE', KEYS[i + 1], 8, 23) or ''
        local filled = there ~= '' and there ~= seen
        granted[#granted + 1] = not filled
            and redis.call('SET', KEYS[i], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0
      end
      return granted
      """;

  /// Fills only while the lease is alive: an invalidation since the load began has deleted it.
  /// Keys: entry and lease in turn. Arguments: token, then entry and life in turn.
  static final String FILL =
      """
      local now = redis.call('TIME')
      local ms = now[1] * 1000 + math.floor(now[2] / 1000)
      local born = struct.pack('>I4I4', math.floor(ms / 4294967296), ms % 4294967296)
      local filled = {}
      for i = 1, #KEYS, 2 do
        if redis.call('GET', KEYS[i + 1]) == ARGV[1] then
          local entry = string.sub(ARGV[i + 1], 1, 16) .. born .. string.sub(ARGV[i + 1], 25)
          redis.call('SET', KEYS[i], entry, 'PX', ARGV[i + 2])
          redis.call('DEL', KEYS[i + 1])
          filled[#filled + 1] = 1
        else
          filled[#filled + 1] = 0
        end
      end
      return filled
      """;

  /// Gives leases back. Keys: the leases. Arguments: token.
  static final String RELEASE =
      """
      for i = 1, #KEYS do
        if redis.call('GET', KEYS[i]) == ARGV[1] then
          redis.call('DEL', KEYS[i])
        end
      end
      return 1
      """;

  /// Puts an entry whatever was there, or on a condition, and writes its key to the log. Keys:
  /// entry, lease, log. Arguments: length of the log, record, entry, life, and the position that
  /// the entry there must have: none for any, `0` for no entry.
  static final String PUT =
      """
      if ARGV[5] == '0' then
        if redis.call('EXISTS', KEYS[1]) == 1 then return false end
      elseif ARGV[5] ~= '' and redis.call('GETRANGE', KEYS[1], 8, 15) ~= ARGV[5] then
        return false
      end
      local id = redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[1], '*', 'k', ARGV[2])
      local at, sequence = string.match(id, '(%d+)-(%d+)')
      at = tonumber(at)
      local position = struct.pack(
          '>I4I4', math.floor(at / 4096), (at % 4096) * 1048576 + tonumber(sequence))
      local now = redis.call('TIME')
      local ms = now[1] * 1000 + math.floor(now[2] / 1000)
      local born = struct.pack('>I4I4', math.floor(ms / 4294967296), ms % 4294967296)
      local entry = string.sub(ARGV[3], 1, 8) .. position .. born .. string.sub(ARGV[3], 25)
      redis.call('SET', KEYS[1], entry, 'PX', ARGV[4])
      redis.call('DEL', KEYS[2])
      return id
      """;

  /// Writes a rule to the log, and to the table of rules that a node reads when it starts. When the
  /// table is full, one rule takes its place, which evicts everything up to here. Keys: log, table.
  /// Arguments: length of the log, most rules, kind, record.
  static final String RULE =
      """
      local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', ARGV[3], ARGV[4])
      if redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[2]) then
        local identity = redis.call('HGET', KEYS[2], 'i')
        redis.call('UNLINK', KEYS[2])
        redis.call('HSET', KEYS[2], 'f', id)
        if identity then redis.call('HSET', KEYS[2], 'i', identity) end
      end
      redis.call('HSET', KEYS[2], ARGV[3] .. ARGV[4], id)
      return id
      """;

  /// Writes a record, so that the log has an end to follow from. When this server is not the one
  /// that the table of rules knows, a fail-over or restart may have lost evictions: then the record
  /// evicts everything. The node is a follower from now on, which has followed nothing yet, so that
  /// fences wait for it. Keys: log, table, followers. Arguments: length of the log, identity, node.
  static final String HELLO =
      """
      redis.call('HSET', KEYS[3], ARGV[3], '0:' .. redis.call('TIME')[1])
      local known = redis.call('HGET', KEYS[2], 'i')
      if known == ARGV[2] then
        return redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'h', ARGV[3])
      end
      local kind = known and 'a' or 'h'
      local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', kind, ARGV[3])
      if known then
        redis.call('UNLINK', KEYS[2])
        redis.call('HSET', KEYS[2], 'f', id)
      end
      redis.call('HSET', KEYS[2], 'i', ARGV[2])
      return id
      """;

  /// Notes how far a node has followed. Keys: followers. Arguments: node, position.
  static final String ACKNOWLEDGE =
      """
      return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. redis.call('TIME')[1])
      """;

  /// Drops followers that have told nothing for a number of seconds. Keys: followers. Arguments:
  /// seconds.
  static final String FORGET_SILENT =
      """
      local oldest = redis.call('TIME')[1] - ARGV[1]
      local all = redis.call('HGETALL', KEYS[1])
      for i = 1, #all, 2 do
        local told = tonumber(string.match(all[i + 1], ':(%d+)$'))
        if not told or told < oldest then redis.call('HDEL', KEYS[1], all[i]) end
      end
      return 1
      """;

  private RedisScripts() {}
}
