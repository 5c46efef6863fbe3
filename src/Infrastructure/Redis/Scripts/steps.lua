-- Takes steps of calls, one wholly after the other, as if each came alone: many of a busy server's wait together, and
-- one run costs about as much as one of them. A step that fails does not keep the others from being taken.
--   KEYS    none: see common.lua
--   ARGV    1 this server, 2 time a lost party may take to return (ms), then the fields of each step: start.lua, apply.lua,
--           near.lua, pass.lua, send.lua
--   result  for each step its error code, 'again', or deliveries * 8 + flags; behind it for each delivery (of the step's frame to a
--           connection of this server's) user, connection, number of the event (0 for none)

-- What a step does, what it has to know, and how many fields it has, by its name.
local PAGES = { start = 'start', ['near start'] = 'start', send = 'send' }
local kinds = { pass = PASS }
local function kind_of(name)
  local kind = kinds[name]
  if not kind then
    local near = string.match(name, '^near (.*)$')
    local page = PAGES[name] or near and 'near' or 'apply'
    local made = part(page)
    kind = { take = made.take, want = made.want, FIELDS = near and made.NEAR_FIELDS or made.FIELDS, is_near = near }
    kind.row = page == 'near' and made.row_of(near)
    kinds[name] = kind
  end
  return kind
end

local at, last = 3, #ARGV
local function want_all()
  while at <= last do
    local kind, step = kind_of(ARGV[at]), at
    at = at + kind.FIELDS
    kind.want(step, kind)
  end
end

-- Does something for all steps behind one another; one that fails does not keep the others from it.
local function for_all(what, failed)
  at = 3
  while at <= last do
    local from = at
    if not pcall(what) then
      -- Even the first was no step: where the next one begins nobody knows.
      assert(at > from, 'not a step')
      failed()
    end
  end
end

-- One that cannot be asked about fails when it is taken.
for_all(want_all, function() end)
if count > 0 then
  values = ask('MGET', unpack(keys))
end

local result, waits, head = {}, {}, 0
local function answer(status)
  for i = #result, head + 1, -1 do
    result[i] = nil
  end
  result[head] = status
end

local function take_all()
  while at <= last do
    local kind, step = kind_of(ARGV[at]), at
    at = at + kind.FIELDS
    head = #result + 1
    result[head], deliveries = 0, 0
    local status = waits[ARGV[step + 1]] or kind.take(step, result, kind)
    if type(status) == 'number' then
      result[head] = deliveries * 8 + status
    else
      if status == AGAIN then
        waits[ARGV[step + 1]] = AGAIN
      end
      answer(status)
    end
  end
end

for_all(take_all, function()
  answer('failed')
end)

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
    ask('ZADD', DEADLINES, unpack(set))
    ask('EXPIRE', DEADLINES, DEADLINES_SECONDS)
  end
  if #dropped > 0 then
    ask('ZREM', DEADLINES, unpack(dropped))
  end
end
return result
