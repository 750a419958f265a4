%% Event managers on real OTP: actors that do to a manager what a scenario says, one after the other.
-module(fuzz_event).
-export([run/1]).

run(#{actors := Actors, link := Link, commands := Commands}) ->
    Table = ets:new(scenario, [public, ordered_set]),
    Pids = maps:map(fun(Name, Traps) -> spawn(fun() -> actor(Table, Name, Traps) end) end, Actors),
    ets:insert(Table, {pids, Pids}),
    [monitor(process, Pid) || Pid <- maps:values(Pids)],
    maps:get(parent, Pids) ! {start, self(), Link},
    Manager = receive {started, {ok, Started}} -> Started end,
    monitor(process, Manager),
    Names = maps:from_list([{Manager, manager} | [{Pid, Name} || {Name, Pid} <- maps:to_list(Pids)]]),
    Steps = [step(Command, Table, Pids, Manager, Names) || Command <- tuple_to_list(Commands)],
    [exit(Pid, kill) || Pid <- maps:keys(Names)],
    {array, Steps}.

step(#{by := By, do := Actions}, Table, Pids, Manager, Names) ->
    Actor = maps:get(By, Pids),
    Replies =
        case is_process_alive(Actor) of
            true ->
                Actor ! {do, self(), Manager, tuple_to_list(Actions)},
                receive
                    {done, Actor, Given} -> {array, Given};
                    {'DOWN', _, process, Actor, Reason} -> self() ! {'DOWN', none, process, Actor, Reason}, dead
                end;
            false -> dead
        end,
    %% While it looks for a module that there isn't it waits as if it had nothing to do.
    catch gen_event:which_handlers(Manager),
    Exits = rested(maps:keys(Names), Names, #{}),
    Notes = otp_fuzz:notes(Table),
    #{
        %% Whether somebody who dies of what it did is told of it before is chance.
        replies => case is_process_alive(Actor) of true -> Replies; false -> dead end,
        manager => {array, [Note || {manager, Note} <- Notes]},
        reports => {array, [report(Report) || {report, _, gen_event, Report} <- Notes]},
        %% Whether somebody who dies of the manager's end has read its last messages before is chance.
        actors => maps:from_list([{Name, got(Name, Notes)} || {Name, Pid} <- maps:to_list(Pids), is_process_alive(Pid)]),
        exits => Exits
    }.

got(Name, Notes) -> {array, [{term, Got} || {Who, Got} <- Notes, Who =:= Name]}.

report(#{handler := Handler, reason := Reason}) -> {term, {Handler, Reason}}.

%% ------------------------------------------------------------ actors

actor(Table, Name, Traps) ->
    process_flag(trap_exit, Traps),
    acting(Table, Name).

acting(Table, Name) ->
    receive
        {start, From, true} -> From ! {started, gen_event:start_link()};
        {start, From, false} -> From ! {started, gen_event:start()};
        {do, From, Manager, Actions} ->
            Replies = [reply(Action, Manager, Table) || Action <- Actions],
            From ! {done, self(), Replies};
        Other -> otp_fuzz:note(Table, {Name, Other})
    end,
    acting(Table, Name).

reply(Action, Manager, Table) ->
    try {term, do(Action, Manager, Table)}
    catch Class:Reason when map_get(op, Action) =/= die -> #{Class => {term, Reason}}
    end.

do(#{op := add, handler := Handler, args := Args}, Manager, Table) ->
    gen_event:add_handler(Manager, Handler, Args#{table => Table});
do(#{op := add_sup, handler := Handler, args := Args}, Manager, Table) ->
    gen_event:add_sup_handler(Manager, Handler, Args#{table => Table});
do(#{op := delete, handler := Handler, args := Args}, Manager, _) -> gen_event:delete_handler(Manager, Handler, Args);
do(#{op := swap, from := From, args := Args, to := To, initArgs := InitArgs}, Manager, Table) ->
    gen_event:swap_handler(Manager, {From, Args}, {To, InitArgs#{table => Table}});
do(#{op := swap_sup, from := From, args := Args, to := To, initArgs := InitArgs}, Manager, Table) ->
    gen_event:swap_sup_handler(Manager, {From, Args}, {To, InitArgs#{table => Table}});
do(#{op := notify, event := Event}, Manager, _) -> gen_event:notify(Manager, Event);
do(#{op := sync_notify, event := Event}, Manager, _) -> gen_event:sync_notify(Manager, Event);
do(#{op := call, handler := Handler, event := Event}, Manager, _) -> gen_event:call(Manager, Handler, Event, infinity);
do(#{op := info, event := Event}, Manager, _) -> Manager ! Event, ok;
do(#{op := which}, Manager, _) -> gen_event:which_handlers(Manager);
do(#{op := stop, reason := Reason}, Manager, _) -> gen_event:stop(Manager, Reason, infinity);
do(#{op := exit, reason := Reason}, Manager, _) -> exit(Manager, Reason), ok;
do(#{op := change_code, module := Module}, Manager, _) -> sys:change_code(Manager, Module, old, extra);
do(#{op := replace_state}, Manager, _) ->
    sys:replace_state(Manager, fun({Module, Id, #{count := Count} = State}) -> {Module, Id, State#{count := Count + 100}} end);
do(#{op := Op}, Manager, _) when Op =:= suspend; Op =:= resume; Op =:= get_state -> sys:Op(Manager);
do(#{op := kill, target := Name, reason := Reason}, _, Table) ->
    exit(maps:get(Name, ets:lookup_element(Table, pids, 2)), Reason), ok;
do(#{op := die, reason := Reason}, _, _) -> exit(Reason).

%% ------------------------------------------------------------ rest

%% Everybody waits with an empty mailbox, and who is dead has been told of; gives the exits.
rested(Pids, Names, Exits) ->
    timer:sleep(1),
    Told = downs(Names, Exits),
    case lists:all(fun otp_fuzz:idle/1, Pids) of
        true ->
            timer:sleep(1),
            case {downs(Names, Told), lists:all(fun otp_fuzz:idle/1, Pids)} of
                {Told, true} -> maps:map(fun(_, Reason) -> {term, Reason} end, Told);
                {More, _} -> rested(Pids, Names, More)
            end;
        false -> rested(Pids, Names, Told)
    end.

downs(Names, Exits) ->
    receive
        {'DOWN', _, process, Pid, Reason} -> downs(Names, Exits#{maps:get(Pid, Names) => Reason})
    after 0 -> Exits
    end.
