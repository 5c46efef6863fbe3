-- Takes steps of calls, one wholly after the other, as if each came alone: many of a busy server's wait together, and
-- one run costs about as much as one of them. A step that fails does not keep the others from being taken.
--   KEYS    none: see common.lua
--   ARGV    1 this server, 2 time a lost party may take to return (ms), then the fields of each step: start.lua, apply.lua
--   result  for each step its error code, or deliveries * 4 + flags; behind it for each delivery (of the step's frame to a
--           connection of this server's) user, connection, number of the event (0 for none)

local result, at = {}, 3
while at <= #ARGV do
  local step, fields = apply, APPLY_FIELDS
  if ARGV[at] == 'start' then
    step, fields = start, START_FIELDS
  end

  local head = #result + 1
  result[head] = 0
  deliveries = 0
  local ran, status = pcall(step, at, result)
  if ran and type(status) == 'number' then
    result[head] = deliveries * 4 + status
  else
    for i = #result, head + 1, -1 do
      result[i] = nil
    end
    result[head] = ran and status or 'failed'
  end
  at = at + fields
end
return result
