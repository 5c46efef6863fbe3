-- Adds a device to a user, or renews it, and takes it from any other user. Too many: the one used longest ago goes.
--   KEYS    none: see common.lua
--   ARGV    1 user, 2 token, 3 key of the token's owner, 4 os, 5 environment ('-' unknown)
--   result  nothing
local user, token, owner_key = ARGV[1], ARGV[2], ARGV[3]
local key, time = DEVICES .. user, now()

local owner = redis.call('GET', owner_key)
if owner and owner ~= user then
  redis.call('HDEL', DEVICES .. owner, token)
end
redis.call('SET', owner_key, user, 'EX', DEVICE_SECONDS)
redis.call('HSET', key, token, string.format('%s %s %.0f %.0f', ARGV[4], ARGV[5], time, time))
redis.call('EXPIRE', key, DEVICE_SECONDS)

if redis.call('HLEN', key) > DEVICES_MOST then
  local oldest, oldest_seen
  local stored = redis.call('HGETALL', key)
  for i = 1, #stored, 2 do
    local seen = tonumber(string.match(stored[i + 1], '(%d+)$')) or 0
    if stored[i] ~= token and (not oldest or seen < oldest_seen) then
      oldest, oldest_seen = stored[i], seen
    end
  end
  redis.call('HDEL', key, oldest)
end
