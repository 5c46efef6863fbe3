-- Takes a device from a user who has it.
--   KEYS    none: see common.lua
--   ARGV    1 user, 2 token, 3 key of the token's owner, 4 only if registered before (Unix ms; '' whenever that was)
--   result  nothing
local key, token = DEVICES .. ARGV[1], ARGV[2]
local registered = string.match(redis.call('HGET', key, token) or '', '^%a+ %S+ (%d+)')
if registered and (ARGV[4] == '' or tonumber(registered) < tonumber(ARGV[4])) then
  redis.call('HDEL', key, token)
  if redis.call('GET', ARGV[3]) == ARGV[1] then
    redis.call('DEL', ARGV[3])
  end
end
