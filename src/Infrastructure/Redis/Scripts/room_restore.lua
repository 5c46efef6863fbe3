-- Puts a connected client back into its room. Where Redis has lost it, it keeps its number: those who know it hear
-- nothing new. Where its lease ran out, the others were told that it left: it comes back as a newcomer.
--   KEYS    none: see room_common.lua
--   ARGV    1 this server, 2 client, 3 room, 4 number that it had, 5 how many a room holds, 6 profile (JSON; '' none)
--   result  as that of room_join.lua
local me, client, room, profile = ARGV[1], ARGV[2], ARGV[3], ARGV[6]

local count, highest, number = look(room, client)
local told = ''
if not number then
  number = ARGV[4]
  if redis.call('EXISTS', LAPSED .. client) == 1 then
    -- Those who were there and were lost do not count against one another, or an outage would throw somebody out.
    if count >= tonumber(ARGV[5]) then
      return { 'room_full' }
    end
    redis.call('DEL', LAPSED .. client)
    number = text(math.max(microseconds(), highest + 1))
  end
  put(me, room, client, number, profile)
  told = tell(me, room, 'joined', client, number, profile)
end
return append({ 'ok', number, told, '', '' }, room)
