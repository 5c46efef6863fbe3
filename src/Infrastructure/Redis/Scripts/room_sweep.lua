-- Takes members out of their rooms whose leases have run out. Those left behind are told through their channels, here
-- too: it stands behind all that the lost ones had sent.
-- Leases run out by themselves while Redis hangs, restarts with an older state, or is out of everybody's reach: after a
-- time without sweeps every instance first gets the time to renew its own. That is told by Redis, not by an instance,
-- since a sweep that was sent before Redis hung runs when it hangs no more.
--   KEYS    none: see room_common.lua
--   ARGV    1 how many at the most
--   result  how many had run out
if redis.call('EXISTS', LEASES) == 0 then
  redis.call('DEL', SWEEPS)
  return 0
end

local time = math.floor(microseconds() / 1000)
local swept = redis.call('HMGET', SWEEPS, 'since', 'last')
local since, last = tonumber(swept[1]) or time, tonumber(swept[2]) or 0
if time - last > UNSWEPT_MILLISECONDS then
  since = time
end
redis.call('HSET', SWEEPS, 'since', text(since), 'last', text(time))
redis.call('EXPIRE', SWEEPS, LEASES_SECONDS)
if time - since < SETTLING_MILLISECONDS then
  return 0
end

local due = redis.call('ZRANGEBYSCORE', LEASES, '-inf', time, 'LIMIT', 0, ARGV[1])
for _, entry in ipairs(due) do
  local at = string.find(entry, ' ', 1, true)
  local client, room = string.sub(entry, 1, at - 1), string.sub(entry, at + 1)
  if leave('', client, room) ~= '' then
    redis.call('SET', LAPSED .. client, '1', 'EX', LEASES_SECONDS)
  end
end

return #due
