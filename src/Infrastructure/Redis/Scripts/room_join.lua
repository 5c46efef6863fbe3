-- Takes a client into a room and out of the one it was in. Nothing changes where the room is full, or where the client
-- is in it already.
--   KEYS    none: see room_common.lua
--   ARGV    1 this server, 2 client, 3 room, 4 room that it is in ('' none), 5 how many a room holds,
--           6 profile (JSON; '' none)
--   result  { 'ok', its number, who is to be told of it here, number that it had in the room it left,
--             who is to be told here that it left [, client, number, profile: everybody in the room] ... }
--           or { 'room_full' }
local me, client, room, before, profile = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[6]

local count, highest, number = look(room, client)
if not number and count >= tonumber(ARGV[5]) then
  return { 'room_full' }
end

local left, told_of_leaving, told = '', '', ''
if before ~= '' and before ~= room then
  left, told_of_leaving = leave(me, client, before)
end
if not number then
  number = text(math.max(microseconds(), highest + 1))
  put(me, room, client, number, profile)
  told = tell(me, room, 'joined', client, number, profile)
end
return append({ 'ok', number, told, left, told_of_leaving }, room)
