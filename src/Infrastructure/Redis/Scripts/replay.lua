-- The events of a user's session behind a number.
--   KEYS    none: see common.lua
--   ARGV    1 user, 2 token, 3 seq of the last event sent
--   result  { 1, frame ... }, or { 0 } where they are not kept any more
local user, last = ARGV[1], tonumber(ARGV[3])
local stored = redis.call('HMGET', RESUME .. user, 'session', 'seq')
local seq = tonumber(stored[2]) or last
if seq <= last then
  return { 1 }
end
if stored[1] ~= ARGV[2] or seq - last > redis.call('LLEN', REPLAY .. user) then
  return { 0 }
end
local result = redis.call('LRANGE', REPLAY .. user, last - seq, -1)
table.insert(result, 1, 1)
return result
