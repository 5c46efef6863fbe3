-- Sends a frame from one member of a room to another. Its cost does not depend on how many there are.
--   KEYS    none: see room_common.lua
--   ARGV    1 this server, 2 room, 3 sender, 4 target, 5 frame
--   result  { 'ok' [, number of the target: deliver it here] } or { error code }
local members = redis.call('HMGET', MEMBERS .. ARGV[2], ARGV[3], ARGV[4])
if not members[1] then
  return { 'invalid_state' }
end
if not members[2] then
  return { 'user_offline' }
end

local number, server = read(members[2])
if server == ARGV[1] then
  return { 'ok', number }
end
redis.call('PUBLISH', SIGNAL .. server, 'relayed ' .. ARGV[3] .. ' 0 ' .. ARGV[4] .. '@' .. number .. '\n' .. ARGV[5])
return { 'ok' }
