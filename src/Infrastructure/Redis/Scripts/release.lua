-- Gives a slot up, unless another connection holds it by now. A slot that has run out counts as ours. What a resumable
-- session, or a user in a call, is sent from now on is kept.
--   KEYS    none: see common.lua
--   ARGV    1 this server, 2 user, 3 connection, 4 time the user may take to return to a call (ms; 0: none),
--           then the frames that came for the base protocol while the connection closed
--   result  1 where the user was in a call, else 0
local me, user, connection = ARGV[1], ARGV[2], ARGV[3]
local grace = tonumber(ARGV[4])

local server, holder = holder_of(user)
if server and (server ~= me or (holder and holder ~= connection)) then
  return 0
end
redis.call('DEL', SLOT .. user, SLOT_CONNECTION .. user)

local call = call_of(user)
if is_resumable(connection) or (call and grace > 0) then
  redis.call('HSET', RESUME .. user, 'kept', 0, 'kept_bytes', 0)
  redis.call('EXPIRE', RESUME .. user, RESUME_SECONDS)
  redis.call('EXPIRE', REPLAY .. user, RESUME_SECONDS)
end
if not call then
  return 0
end
for i = 5, #ARGV do
  if grace > 0 then
    keep(user, ARGV[i], true)
  end
end
-- Without a grace whoever released the slot ends the call now; should they die first, somebody else does.
set_deadline(PEER_RETURNS .. user, now() + (grace > 0 and grace or CLAIM_MILLISECONDS))
return 1
