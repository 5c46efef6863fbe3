-- Takes steps of calls, one wholly after the other, as if each came alone: many of a busy server's wait together, and
-- one run costs about as much as one of them. A step that fails does not keep the others from being taken.
--   KEYS    none: see common.lua
--   ARGV    1 this server, 2 time a lost party may take to return (ms), then the fields of each step: start.lua, pass.lua,
--           apply.lua
--   result  for each step its error code, 'again', or deliveries * 8 + flags; behind it for each delivery (of the step's frame to a
--           connection of this server's) user, connection, number of the event (0 for none)

-- What the step does that stands there, what it has to know, and how many fields it has.
local function kind_at(at)
  if ARGV[at] == 'pass' then
    return pass, want_pass, PASS_FIELDS
  end
  local kind = part(ARGV[at] == 'start' and 'start' or 'apply')
  return kind.take, kind.want, kind.FIELDS
end

local at, last = 3, #ARGV
while at <= last do
  local _, want, fields = kind_at(at)
  -- One that cannot be asked about fails when it is taken.
  pcall(want, at)
  at = at + fields
end
if #keys > 0 then
  values = redis.call('MGET', unpack(keys))
end

local result, waits = {}, {}
at = 3
while at <= last do
  local take, _, fields = kind_at(at)
  local head = #result + 1
  result[head] = 0
  deliveries = 0
  local ran, status = true, AGAIN
  if not waits[ARGV[at + 1]] then
    ran, status = pcall(take, at, result)
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

if next(due) then
  -- Of the times of one script most are the same, and to write one out costs as much as a command.
  local set, dropped, texts = {}, {}, {}
  for member, time in pairs(due) do
    if time then
      texts[time] = texts[time] or string.format('%.0f', time)
      local behind = #set
      set[behind + 1], set[behind + 2] = texts[time], member
    else
      dropped[#dropped + 1] = member
    end
  end
  if #set > 0 then
    redis.call('ZADD', DEADLINES, unpack(set))
    redis.call('EXPIRE', DEADLINES, DEADLINES_SECONDS)
  end
  if #dropped > 0 then
    redis.call('ZREM', DEADLINES, unpack(dropped))
  end
end
return result
