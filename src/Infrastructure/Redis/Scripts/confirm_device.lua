-- Renews a device that was reached, where the user has it.
--   KEYS    none: see common.lua
--   ARGV    1 user, 2 token, 3 key of the token's owner, 4 environment in which it was found ('' nothing new)
--   result  nothing
local key, token = DEVICES .. ARGV[1], ARGV[2]
local stored = redis.call('HGET', key, token)
if stored then
  local os, environment, registered = string.match(stored, '^(%a+) (%S+) (%d+)')
  redis.call('HSET', key, token, string.format(
    '%s %s %s %.0f', os, ARGV[4] ~= '' and ARGV[4] or environment, registered, now()))
  redis.call('EXPIRE', key, DEVICE_SECONDS)
  redis.call('EXPIRE', ARGV[3], DEVICE_SECONDS)
end
