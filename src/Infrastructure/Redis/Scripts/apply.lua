-- Takes one step of a call: a compare-and-set whose rule is a row of CallTransition, then the routing of its frame.
--   KEYS    none: see common.lua
--   ARGV    1 this server, 2 session, 3 who takes it ('' the server itself), 4 who may (caller, callee, either, none),
--           5 from states (',ringing,accepted,'), 6 to state ('' unchanged), 7 final (1, 0), 8 only while away (1, 0),
--           9 relay, which may be refused for want of room (1, 0), 10 frame, 11 callee's profile (JSON; '' to keep none),
--           12 who leaves a ringing call unanswered by it (as 4; '' nobody)
--   result  { 'ok', '' or 'push' (there is one to send) [, user, connection, seq: deliver the frame here] ... } or
--           { error code }
local me, session, by, may = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local to, final, only_while_away, is_relay, frame = ARGV[6], ARGV[7] == '1', ARGV[8] == '1', ARGV[9] == '1', ARGV[10]

local call = redis.call('HMGET', SESSION .. session, 'caller_id', 'callee_id', 'state', 'pushes')
local caller, callee, state = call[1], call[2], call[3]
if not (caller and callee and state) then
  return { 'session_not_found' }
end

local party = by == '' and 'none' or by == caller and 'caller' or by == callee and 'callee' or 'stranger'
local function is_one_of(parties)
  return party == parties or (parties == 'either' and (party == 'caller' or party == 'callee'))
end
if not is_one_of(may) then
  return { 'unauthorized' }
end
if not string.find(ARGV[5], ',' .. state .. ',', 1, true) then
  return { 'invalid_state' }
end
-- A slot that nobody has refreshed for nearly its whole life belongs to a server that died.
if only_while_away and redis.call('PTTL', SLOT .. by) > DEAD_SLOT_MILLISECONDS then
  return { 'invalid_state' }
end

if to ~= '' then
  redis.call('ZREM', DEADLINES, RING_ENDS .. session)
end
if to ~= '' and not final then
  redis.call('HSET', SESSION .. session, 'state', to)
  if ARGV[11] ~= '' then
    redis.call('HSET', SESSION .. session, 'callee_info', ARGV[11])
  end
elseif final then
  redis.call('DEL', SESSION .. session)
  for _, user in ipairs({ caller, callee }) do
    if redis.call('GET', CALL_OF_USER .. user) == session then
      redis.call('DEL', CALL_OF_USER .. user)
      redis.call('ZREM', DEADLINES, PEER_RETURNS .. user)
    end
  end
end

local has_push = to ~= '' and state == 'ringing' and call[4]
  and settle_pushes(session, tonumber(call[4]), is_one_of(ARGV[12]))
local result = { 'ok', has_push and 'push' or '' }
if party ~= 'callee' and not route(me, callee, frame, is_relay, result) then
  return { 'user_offline' }
end
if party ~= 'caller' and not route(me, caller, frame, is_relay, result) then
  return { 'user_offline' }
end
-- The lost one finds it too, if they come back to a session.
if only_while_away and redis.call('EXISTS', RESUME .. by) == 1 then
  route(me, by, frame, false, result)
end
return result
