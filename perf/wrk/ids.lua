-- What wrk asks for: customers by id.
-- wrk ... -s ids.lua URL -- one|zipf|even PREFIX IDS, where PREFIX comes before the id in the path; fixed PREFIX 1 asks for
-- PREFIX alone.
local chosen, at = {}, 0

function init(args)
  local how, prefix, ids = args[1], args[2], tonumber(args[3])
  math.randomseed(1)
  -- Made once: formatting a request costs more than sending it.
  for place = 1, (how == "one" or how == "fixed") and 1 or 50000 do
    local id = how == "fixed" and "" or 1
    if how == "zipf" then
      id = math.min(ids, math.floor((ids + 1) ^ math.random()))
    elseif how == "even" then
      id = math.random(ids)
    end
    chosen[place] = wrk.format("GET", prefix .. id)
  end
end

function request()
  at = at % #chosen + 1
  return chosen[at]
end

-- One line that a program reads.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("figures requests=%d us=%d p50=%d p99=%d wrong=%d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
