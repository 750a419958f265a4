%% State machines on real OTP. Commands come at their times; what happens until the next one belongs to it.
-module(fuzz_statem).
-export([run/1]).

run(#{commands := Commands, tail := Tail, fuel := Fuel} = Scenario) ->
    Table = ets:new(scenario, [public, ordered_set]),
    ets:insert(Table, {fuel, Fuel}),
    Me = self(),
    Parent = spawn(fun() -> parent(Me, Table, Scenario) end),
    Started = receive {started, Result} -> Result end,
    Begin = erlang:monotonic_time(millisecond),
    {Start, Machine} =
        case Started of
            {ok, Pid} -> {#{ok => pid}, Pid};
            ignore -> {ignore, none};
            {error, Reason} -> {#{error => {term, Reason}}, none}
        end,
    Waits = [{Command, After} || #{'after' := After} = Command <- tuple_to_list(Commands), Machine =/= none] ++ [{none, Tail}],
    Steps = steps(Waits, Begin, Parent, Table, Fuel),
    exit(Parent, kill),
    is_pid(Machine) andalso exit(Machine, kill),
    #{start => Start, steps => {array, Steps}}.

steps([{Command, After} | Rest], Before, Parent, Table, Fuel) ->
    At = Before + After,
    timer:sleep(max(0, At - erlang:monotonic_time(millisecond))),
    Step = told(Table),
    ets:insert(Table, {fuel, Fuel}),
    case Command of
        none -> [Step];
        #{do := Ops} -> Parent ! {do, tuple_to_list(Ops)}, [Step | steps(Rest, At, Parent, Table, Fuel)]
    end.

told(Table) ->
    Notes = otp_fuzz:notes(Table),
    maps:from_list([{exit, {term, Reason}} || {exit, Reason} <- Notes] ++ [
        {machine, {array, [Note || {machine, Note} <- Notes]}},
        {callers, maps:from_list([{Name, Result} || {caller, Name, Result} <- Notes])}
    ]).

%% ------------------------------------------------------------ the parent, who does all that is done to the machine

%% It is linked with the machine, and gets its EXIT, or it monitors it, and gets its DOWN.
parent(Main, Table, #{link := Link} = Scenario) ->
    process_flag(trap_exit, true),
    Start = case Link of true -> start_link; false -> start_monitor end,
    Result =
        case gen_statem:Start(fuzz_m1, {Table, Scenario}, []) of
            {ok, {Pid, _Ref}} -> {ok, Pid};
            Other -> Other
        end,
    Main ! {started, Result},
    doing(Result, Table).

doing(Started, Table) ->
    receive
        {do, Ops} -> {ok, Machine} = Started, [do(Op, Machine, Table) || Op <- Ops];
        {'EXIT', Pid, Reason} when {ok, Pid} =:= Started -> otp_fuzz:note(Table, {exit, Reason});
        {'DOWN', _, process, _, Reason} -> otp_fuzz:note(Table, {exit, Reason});
        _ -> ok
    end,
    doing(Started, Table).

do(#{op := cast, content := Content}, Machine, _) -> gen_statem:cast(Machine, Content);
do(#{op := info, content := Content}, Machine, _) -> Machine ! Content;
do(#{op := parent_exit, reason := Reason}, Machine, _) -> exit(Machine, Reason);
do(#{op := exit, reason := Reason}, Machine, _) -> spawn(fun() -> exit(Machine, Reason) end);
do(#{op := call, name := Name, content := Content, timeout := Timeout}, Machine, Table) ->
    caller(Name, Table, fun() -> gen_statem:call(Machine, Content, Timeout) end);
do(#{op := stop, name := Name, reason := Reason}, Machine, Table) ->
    caller(Name, Table, fun() -> gen_statem:stop(Machine, Reason, infinity) end);
do(#{op := sys, name := Name, what := What}, Machine, Table) -> caller(Name, Table, fun() -> sys(What, Machine) end).

sys(change_code, Machine) -> sys:change_code(Machine, fuzz_m1, old, extra);
sys(replace_state, Machine) -> sys:replace_state(Machine, fun({_, #{n := N} = Data}) -> {s2, Data#{n := N + 100}} end);
sys(replace_badly, Machine) -> sys:replace_state(Machine, fun(_) -> error(oops) end);
sys(What, Machine) -> sys:What(Machine).

caller(Name, Table, Do) ->
    spawn(fun() ->
        Result = try #{reply => {term, Do()}} catch Class:Reason -> #{Class => {term, Reason}} end,
        otp_fuzz:note(Table, {caller, Name, Result})
    end).
