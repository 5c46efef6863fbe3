-- Makes a ringing call where both are free and the callee is connected, and sends the ring; where the callee is not
-- connected but has a device that can be reached, it is to be rung.
--   KEYS    none: see common.lua
--   ARGV    1 this server, 2 session, 3 caller, 4 callee, 5 created_at (Unix s), 6 ring time (ms),
--           7 time a lost party may take to return (ms), 8 caller's profile (JSON), 9 ring frame of the base protocol,
--           10 the same of goring.v1 ('' where there is no difference), 11 push services (',android,ios,' or less; ''
--           none), 12 the device that the caller names ('' none), 13 what the pushes tell (JSON)
--   result  { 'ok', '' or '10' (which frame) or 'push' [, user, connection, seq: deliver it here] } or { error code }
local me, session, caller, callee = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

if call_of(caller) or call_of(callee) then
  return { 'user_busy' }
end
local server, connection = holder_of(callee)
-- A slot of ours without a connection was left by an earlier process of our name that was no Goring.
local is_offline = not server or (server == me and not connection)
local devices = is_offline and ARGV[11] ~= '' and reachable_devices(callee, ARGV[12], ARGV[11]) or {}
if is_offline and #devices == 0 then
  return { 'user_offline' }
end

local os, token = string.match(devices[1] or '', '^(%a+) %S+ %d+ %d+ (.*)$')
redis.call('HSET', SESSION .. session,
  'caller_id', caller, 'callee_id', callee, 'state', 'ringing', 'created_at', ARGV[5],
  'device_token', token or '', 'device_os', os or '', 'caller_info', ARGV[8])
redis.call('EXPIRE', SESSION .. session, SESSION_SECONDS)
redis.call('SET', CALL_OF_USER .. caller, session, 'EX', SESSION_SECONDS)
redis.call('SET', CALL_OF_USER .. callee, session, 'EX', SESSION_SECONDS)

-- Should the servers of both die at once, nobody would refresh these: they are due unless somebody does.
local time = now()
local lost = time + LOST_MILLISECONDS + ARGV[7]
set_deadlines(RING_ENDS .. session, time + ARGV[6], PEER_RETURNS .. caller, lost)
if is_offline then
  -- Nobody waits for a callee who never was there: the ring has its own end.
  redis.call('HSET', SESSION .. session, 'pushes', #devices)
  open_pushes(session, callee, devices, ARGV[13], time, tonumber(ARGV[6]))
  return { 'ok', 'push' }
end
set_deadlines(PEER_RETURNS .. callee, lost)

local which = ''
if ARGV[10] ~= '' and is_resumable(connection) then
  which = '10'
end
local result = { 'ok', which }
route(me, callee, which == '' and ARGV[9] or ARGV[10], false, result)
return result
