-- Takes a client out of a room.
--   KEYS    none: see room_common.lua
--   ARGV    1 this server, 2 client, 3 room
--   result  { number that it had ('' where it was not in), who is to be told here }
local number, told = leave(ARGV[1], ARGV[2], ARGV[3])
return { number, told }
