-module(fuzz_m1).
-behaviour(gen_statem).
-export([callback_mode/0, init/1, handle_event/4, s1/3, s2/3, s3/3, terminate/3, code_change/4]).

callback_mode() -> fuzz_machine:callback_mode(?MODULE).
init(Args) -> fuzz_machine:init(?MODULE, Args).
handle_event(Type, Content, State, Data) -> fuzz_machine:event(?MODULE, handle_event, Type, Content, State, Data).
s1(Type, Content, Data) -> fuzz_machine:event(?MODULE, s1, Type, Content, s1, Data).
s2(Type, Content, Data) -> fuzz_machine:event(?MODULE, s2, Type, Content, s2, Data).
s3(Type, Content, Data) -> fuzz_machine:event(?MODULE, s3, Type, Content, s3, Data).
terminate(Reason, State, Data) -> fuzz_machine:terminate(?MODULE, Reason, State, Data).
code_change(OldVsn, State, Data, Extra) -> fuzz_machine:code_change(?MODULE, OldVsn, State, Data, Extra).
