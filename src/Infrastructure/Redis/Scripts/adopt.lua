-- Numbers and keeps an event that came to a connection without a number. A session that Redis has lost is put there
-- again first.
--   KEYS    none: see common.lua
--   ARGV    1 user, 2 token, 3 seq of the last event sent, 4 frame
--   result  its number
local user = ARGV[1]
if redis.call('EXISTS', RESUME .. user) == 0 then
  redis.call('HSET', RESUME .. user, 'session', ARGV[2], 'seq', ARGV[3], 'bytes', 0)
  redis.call('EXPIRE', RESUME .. user, RESUME_SECONDS)
end
return append(user, ARGV[4])
