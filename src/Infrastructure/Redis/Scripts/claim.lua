-- Takes a user's slot for a connection and begins its session: an earlier one goes on where the client names it, and
-- what the client has not got is handed out. Another server that held the slot is told to let go; then our own is
-- told, over the connection that its subscriptions use, that everything published from here on is for the new
-- connection.
--   KEYS    none: see common.lua
--   ARGV    1 this server, 2 user, 3 connection, 4 token to resume ('' none), 5 last seq that the client has,
--           6 token of a new session ('' for the base protocol), 7 time a lost party may take to return (ms)
--   result  { resumed (1, 0), token, seq before the first missed event, session of the user's call ('' none),
--             { its field, value ... }, missed frame ... }
local me, user, connection = ARGV[1], ARGV[2], ARGV[3]

local server = holder_of(user)
hold(me, user, connection)
redis.call('ZREM', DEADLINES, PEER_RETURNS .. user)

local stored = redis.call('HMGET', RESUME .. user, 'session', 'seq', 'kept')
local resumed, token, missed, before = 0, ARGV[6], {}, 0
local seq, last, kept = tonumber(stored[2]) or 0, tonumber(ARGV[5]) or -1, tonumber(stored[3]) or 0
local has = redis.call('LLEN', REPLAY .. user)

if token ~= '' and stored[1] and stored[1] == ARGV[4] and last >= 0 and last <= seq and seq - last <= has then
  resumed, token, before = 1, stored[1], last
  kept = seq - last
end
if kept > 0 then
  missed = redis.call('LRANGE', REPLAY .. user, -kept, -1)
end

if token == '' then
  redis.call('DEL', RESUME .. user, REPLAY .. user)
else
  -- What the client has is not kept any longer; a new session begins with what was kept while the user was away.
  local bytes = 0
  for _, frame in ipairs(missed) do
    bytes = bytes + #frame
  end
  if #missed == 0 then
    redis.call('DEL', REPLAY .. user)
  else
    redis.call('LTRIM', REPLAY .. user, -#missed, -1)
    redis.call('EXPIRE', REPLAY .. user, RESUME_SECONDS)
  end
  redis.call('DEL', RESUME .. user)
  redis.call('HSET', RESUME .. user, 'session', token, 'seq', before + #missed, 'bytes', bytes)
  redis.call('EXPIRE', RESUME .. user, RESUME_SECONDS)
end

local call = call_of(user)
if call then
  -- Nobody refreshes this call before the next sweep of slots.
  set_deadline(PEER_RETURNS .. user, now() + LOST_MILLISECONDS + ARGV[7])
end
if server and server ~= me then
  redis.call('PUBLISH', SIGNAL .. user, TAKE_OVER)
end
redis.call('PUBLISH', CLAIMS .. me, connection)

local result = { resumed, token, before, call or '', call and redis.call('HGETALL', SESSION .. call) or {} }
for _, frame in ipairs(missed) do
  result[#result + 1] = frame
end
return result
