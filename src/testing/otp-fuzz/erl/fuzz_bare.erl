%% A handler without the callbacks that may be missing.
-module(fuzz_bare).
-behaviour(gen_event).
-export([init/1, handle_event/2, handle_call/2]).

init(Args) -> fuzz_handler:init(Args).
handle_event(Event, State) -> fuzz_handler:event(handle_event, Event, State).
handle_call(Request, State) -> fuzz_handler:call(Request, State).
