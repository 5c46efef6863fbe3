-- Takes steps of calls, one wholly after the other, as if each came alone: many of a busy server's wait together, and
-- one run costs about as much as one of them. A step that fails does not keep the others from being taken.
--   KEYS    none: see common.lua
--   ARGV    1 this server, 2 time a lost party may take to return (ms), then the fields of each step: start.lua, pass.lua,
--           apply.lua
--   result  for each step its error code, 'again', or deliveries * 8 + flags; behind it for each delivery (of the step's frame to a
--           connection of this server's) user, connection, number of the event (0 for none)


-- The rows of the steps: what they do, what they have to know, and how many fields they have.
local function row_of(name)
  if name == 'start' then
    return start, want_start, START_FIELDS
  end
  if name == 'pass' then
    return pass, want_pass, PASS_FIELDS
  end
  return apply, want_apply, APPLY_FIELDS
end

local at, last = 3, #ARGV
while at <= last do
  local _, want, fields = row_of(ARGV[at])
  -- One that cannot be asked about fails when it is taken.
  pcall(want, at)
  at = at + fields
end
look()

local result, waits = {}, {}
at = 3
while at <= last do
  local step, _, fields = row_of(ARGV[at])
  local head = #result + 1
  result[head] = 0
  deliveries = 0
  local ran, status = true, AGAIN
  if not waits[ARGV[at + 1]] then
    ran, status = pcall(step, at, result)
  end
  if ran and type(status) == 'number' then
    result[head] = deliveries * 8 + status
  else
    if ran and status == AGAIN then
      waits[ARGV[at + 1]] = true
    end
    for i = #result, head + 1, -1 do
      result[i] = nil
    end
    result[head] = ran and status or 'failed'
  end
  at = at + fields
end
write_deadlines()
return result
