-- Takes steps of calls, one wholly after the other, as if each came alone: many of a busy server's wait together, and
-- one run costs about as much as one of them. A step that fails does not keep the others from being taken.
--   KEYS    what each step in turn looks at, as far as whoever sends it knows: start.lua, near.lua, pass.lua, send.lua; for the others
--           see common.lua
--   ARGV    1 this server, 2 time a lost party may take to return (ms), then the fields of each step: these and apply.lua
--   result  for each step its error code, 'again', or deliveries * 8 + flags; behind it for each delivery (of the step's frame to a
--           connection of this server's) user, connection, number of the event (0 for none)

-- What a step does, how many keys and how many fields it has, by its name.
local PAGES = { start = 'start', ['near start'] = 'start', send = 'send' }
local kinds = { pass = PASS }
local function kind_of(name)
  local near = string.match(name, '^near (.*)$')
  local page = PAGES[name] or near and 'near' or 'apply'
  local made = part(page)
  local kind = page == 'near' and made.kind_of(near) or {
    KEYS_OF_STEP = near and made.NEAR_KEYS or made.KEYS_OF_STEP,
    FIELDS = near and made.NEAR_FIELDS or made.FIELDS,
    is_near = near,
  }
  kind.take = made.take
  kinds[name] = kind
  return kind
end

local at, at_key, last = 3, 1, #ARGV
local result, head = {}, 0
local function answer(status)
  for i = #result, head + 1, -1 do
    result[i] = nil
  end
  result[head] = status
end

-- The sessions of which a step was answered 'again', by their keys; none for the most part.
local waits

local function key_of(step)
  return ARGV[step] == 'pass' and ARGV[step + 1] or SESSION .. ARGV[step + 1]
end

local function take_all()
  while at <= last do
    local kind, step, step_key = kinds[ARGV[at]] or kind_of(ARGV[at]), at, at_key
    at, at_key = step + kind.FIELDS, step_key + kind.KEYS_OF_STEP
    head = #result + 1
    result[head], deliveries = 0, 0
    local status = waits and waits[key_of(step)] or kind.take(step, step_key, result, kind)
    if type(status) == 'number' then
      result[head] = deliveries * 8 + status
    else
      if status == AGAIN then
        waits = waits or {}
        waits[key_of(step)] = AGAIN
      end
      answer(status)
    end
  end
end

-- One that fails does not keep those behind it from being taken.
local is_step = true
while is_step and at <= last do
  local from = at
  if not pcall(take_all) then
    is_step = at > from
    answer('failed')
  end
end

drop_gone()
write_deadlines()
-- Where one is no step nobody knows where the next one begins.
assert(is_step, 'not a step')
return result
