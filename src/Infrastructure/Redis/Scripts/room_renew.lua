-- Renews the leases of members, and compares what their clients know of their rooms.
--   KEYS    none: see room_common.lua
--   ARGV    for each member in turn: client, room, number, how many it knows to be in the room, the highest number of
--           those
--   result  for each member that is not in its room: { position (1, 2, ...) }; for each whose room has others than it
--           knows: { position, client, number, profile: everybody in the room, ... }
local result, rooms = {}, {}

for i = 1, #ARGV, 5 do
  local client, room, position = ARGV[i], ARGV[i + 1], (i + 4) / 5
  local record = redis.call('HGET', MEMBERS .. room, client)
  if not record or read(record) ~= ARGV[i + 2] then
    result[#result + 1] = { position }
  else
    lease(client, room)
    -- Several members of one room stand together often.
    if not rooms[room] then
      local count, highest = look(room, client)
      rooms[room] = count .. ' ' .. text(highest)
      keep(room)
    end
    if rooms[room] ~= ARGV[i + 3] .. ' ' .. ARGV[i + 4] then
      result[#result + 1] = append({ position }, room)
    end
  end
end

return result
