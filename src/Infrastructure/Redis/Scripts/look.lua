-- What the steps of steps.lua have to know, asked for all of them at once, and what they change of it: a command costs
-- several times as much as a key of one. Strings, tables and functions are the most of what a step costs: there are few, and
-- what not every step needs is made by the one that does (the parts of RedisScript).

-- Each of these would be looked up by its name each time.
local ask, ARGV = redis.call, ARGV

local ME = ARGV[1]

-- Flags of a step's status: a push is to be sent; the frames to deliver are those of goring.v1; the frame, which the step
-- came without, is to be delivered where its server believed the receiver to be.
local PUSH, EXTENDED, HERE = 1, 2, 4

-- What a step is answered that needs the frame which it came without, and each behind it of its session: nothing has
-- happened, and they are to be taken again in their order.
local AGAIN = 'again'

-- How many frames the step that runs has given this server to deliver.
local deliveries = 0

-- The keys that are asked for, and then what stands in them: of a user the call, the slot and its connection behind it, or the
-- slot alone.
local keys, values, call_at, slot_at, server_at = {}, {}, {}, {}, {}
local count = 0

local function want_call(user)
  if not call_at[user] then
    count = count + 1
    call_at[user], keys[count] = count, CALL_OF_USER .. user
  end
end

local function want_slot(user)
  if not slot_at[user] then
    slot_at[user], keys[count + 1], keys[count + 2] = count + 1, SLOT .. user, SLOT_CONNECTION .. user
    count = count + 2
  end
end

local function want_server(user)
  if not server_at[user] then
    count = count + 1
    server_at[user], keys[count] = count, SLOT .. user
  end
end

-- The session of a user's call, over or not; false for none.
local function call_now(user)
  local at = call_at[user]
  if not at then
    count = count + 1
    at = count
    call_at[user], keys[at] = at, CALL_OF_USER .. user
    values[at] = ask('GET', keys[at])
  end
  return values[at]
end

-- Whether this server holds a user's slot. At which of its sockets the user is, is known to the server: it knows its own claims
-- before they are made.
local function is_here(user)
  local at = server_at[user]
  return at and values[at] == ME
end

-- What was read of sessions, by id (apply.lua).
local sessions = {}

-- The deadlines that the steps set (Unix ms) or drop (false), by member; written once all steps are taken.
local due = {}

