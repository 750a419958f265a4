-module(fuzz_h1).
-behaviour(gen_event).
-export([init/1, handle_event/2, handle_call/2, handle_info/2, terminate/2, code_change/3]).

init(Args) -> fuzz_handler:init(Args).
handle_event(Event, State) -> fuzz_handler:event(handle_event, Event, State).
handle_call(Request, State) -> fuzz_handler:call(Request, State).
handle_info(Message, State) -> fuzz_handler:event(handle_info, Message, State).
terminate(Reason, State) -> fuzz_handler:terminate(Reason, State).
code_change(OldVsn, State, Extra) -> fuzz_handler:code_change(OldVsn, State, Extra).
