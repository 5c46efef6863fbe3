-- What the steps of steps.lua know, and what they change of it. What they look at they name as KEYS, which are asked for all of
-- them at once: a command costs several times as much as a key of one. Strings, tables and functions are the most of what a step
-- costs: there are few, and what not every step needs is made by the one that does (the parts of RedisScript).

-- Each of these would be looked up by its name each time.
local ask, KEYS, ARGV = redis.call, KEYS, ARGV

local ME = ARGV[1]

-- Flags of a step's status: a push is to be sent; the frames to deliver are those of goring.v1; the frame, which the step
-- came without, is to be delivered where its server believed the receiver to be.
local PUSH, EXTENDED, HERE = 1, 2, 4

-- What a step is answered that needs the frame which it came without, and each behind it of its session: nothing has
-- happened, and they are to be taken again in their order.
local AGAIN = 'again'

-- How many frames the step that runs has given this server to deliver.
local deliveries = 0

-- What stood in the KEYS before the first step. No step changes a slot; what steps change of calls stands in `begun` and `over`.
local values = #KEYS > 0 and ask('MGET', unpack(KEYS)) or nil

-- What these steps have begun: the session by each of its parties, and the rings by session.
local begun, rings = {}, {}

-- The sessions that these steps have ended, by their keys.
local over = {}

-- What was read of sessions, by id (apply.lua).
local sessions = {}

-- The keys that steps have dropped: they go together, once all steps are taken or before one is set anew. Until then who reads
-- of a session looks into `over` first, too.
local gone = {}

local function drop_gone()
  if #gone > 0 then
    ask('DEL', unpack(gone))
    gone = {}
  end
end

-- The deadlines that steps set, each time (Unix ms) in front of its member, and those that they drop. They are written once all
-- steps are taken, or before one is dropped that was set by them.
local set, dropped = {}, {}

local function write_deadlines()
  if #dropped > 0 then
    ask('ZREM', DEADLINES, unpack(dropped))
    dropped = {}
  end
  if #set > 0 then
    ask('ZADD', DEADLINES, unpack(set))
    ask('EXPIRE', DEADLINES, DEADLINES_SECONDS)
    set = {}
  end
end

