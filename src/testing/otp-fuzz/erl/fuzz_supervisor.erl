%% Supervision trees on real OTP: their scenarios carried out, and what happens told in the documented format.
-module(fuzz_supervisor).
-behaviour(supervisor).
-export([setup/0, run/1, path/2, started/3]).
-export([start_link/4, start_link/5, init/1]).

%% ------------------------------------------------------------ the tree

start_link(Table, Above, Id, Sup) -> start_link(Table, Above, Id, Sup, Id).
start_link(Table, Above, _Id, Sup, Name) -> supervisor:start_link(?MODULE, {Table, path(Above, Name), Sup}).

init({Table, Path, #{strategy := Strategy, intensity := Intensity, period := Period, autoShutdown := Auto, children := Children}}) ->
    started(Table, Path, {supervisor, Strategy}),
    Flags = #{strategy => Strategy, intensity => Intensity, period => Period, auto_shutdown => Auto},
    {ok, {Flags, [spec(Table, Path, Child) || Child <- tuple_to_list(Children)]}}.

spec(Table, Above, #{id := Id, start := #{kind := Kind} = Start} = Child) ->
    Module = case Kind of worker -> fuzz_worker; supervisor -> ?MODULE end,
    Child#{start := {Module, start_link, [Table, Above, Id, Start]}}.

path('', Name) -> Name;
path(Above, Name) -> binary_to_atom(<<(atom_to_binary(Above))/binary, $/, (atom_to_binary(Name))/binary>>).

name(Path) -> lists:last(string:split(atom_to_list(Path), "/", all)).

%% A callback init has begun; gives how often it has for this path.
started(Table, Path, Kind) ->
    otp_fuzz:here(Table),
    Nth = ets:update_counter(Table, {starts, Path}, 1, {{starts, Path}, 0}),
    ets:insert(Table, [{{pid, Path}, self()}, {{process, self()}, Path, Kind}]),
    otp_fuzz:note(Table, {init, self(), hd(get('$ancestors')), Path, Nth, Kind}),
    Nth.

%% ------------------------------------------------------------ a run

%% The runtime's own trace tells of deaths, of supervisors that begin to terminate and of those that have started.
setup() ->
    {module, supervisor} = code:ensure_loaded(supervisor),
    erlang:trace_pattern({supervisor, terminate, 2}, true, []),
    erlang:trace_pattern({supervisor, init, 1}, [{'_', [], [{return_trace}]}], []).

run(#{tree := Tree, commands := Commands}) ->
    Table = ets:new(scenario, [public, ordered_set]),
    Tracer = spawn_link(fun() -> tracer(Table) end),
    Me = self(),
    Parent = spawn(fun() -> parent(Me, Table, Tree) end),
    erlang:trace(Parent, true, [procs, call, set_on_spawn, strict_monotonic_timestamp, {tracer, Tracer}]),
    Parent ! go,
    Started = receive {started, Result} -> Result end,
    Run = #{table => Table, tracer => Tracer, parent => Parent, root => maps:get(id, Tree)},
    {First, Known} = rested(Run, -1, #{}, #{}),
    {Start, Steps} =
        case Started of
            {ok, _} -> {#{ok => pid}, steps(Run, tuple_to_list(Commands), 0, Known)};
            {error, Reason} -> {#{error => {term, Reason}}, []}
        end,
    [exit(Pid, kill) || [Pid] <- ets:match(Table, {{process, '$1'}, '_', '_'})],
    exit(Parent, kill),
    #{start => Start, steps => {array, [First | Steps]}}.

steps(_, [], _, _) -> [];
steps(#{table := Table} = Run, [Command | Rest], Nth, Known) ->
    Reply = command(Command, Run),
    {Step, Next} = rested(Run, Nth, #{}, Known),
    Whole = Step#{reply => reply(Command, Reply, Table, Next)},
    [Whole | steps(Run, Rest, Nth + 1, Next)].

rested(#{table := Table, tracer := Tracer} = Run, Nth, Step, Known) ->
    settle(Run, 0, 0),
    Tracer ! {sync, self()},
    receive synced -> ok end,
    {Lanes, Next} = fuzz_lanes:tell(otp_fuzz:notes(Table), Known),
    {maps:merge(Step#{i => Nth}, Lanes), Next}.

parent(Main, Table, #{id := Id} = Tree) ->
    process_flag(trap_exit, true),
    receive go -> ok end,
    Result = start_link(Table, '', Id, Tree),
    Main ! {started, Result},
    parent_of(Result).

parent_of(Started) ->
    receive
        {parent_exit, Reason} -> {ok, Root} = Started, exit(Root, Reason);
        _ -> ok
    end,
    parent_of(Started).

tracer(Table) ->
    receive
        {sync, From} ->
            Ref = erlang:trace_delivered(all),
            delivered(Table, Ref),
            From ! synced;
        Message -> traced(Table, Message)
    end,
    tracer(Table).

delivered(Table, Ref) ->
    receive
        {trace_delivered, all, Ref} -> ok;
        Message -> traced(Table, Message), delivered(Table, Ref)
    end.

traced(Table, {trace_ts, Pid, exit, Reason, {_, Stamp}}) -> ets:insert(Table, {{note, Stamp}, {exit, Pid, Reason}});
traced(Table, {trace_ts, Pid, call, {supervisor, terminate, [Reason, _]}, {_, Stamp}}) ->
    ets:insert(Table, {{note, Stamp}, {terminate, Pid, Reason}});
traced(Table, {trace_ts, Pid, return_from, {supervisor, init, 1}, {ok, _}, {_, Stamp}}) ->
    ets:insert(Table, {{note, Stamp}, {ok, Pid}});
traced(_, _) -> ok.

%% ------------------------------------------------------------ commands

command(#{op := sleep, ms := Ms}, _) -> timer:sleep(Ms), ok;
command(#{op := parent_exit, reason := Reason}, #{table := Table, root := Root, parent := Parent}) ->
    case alive(Table, Root) of
        noproc -> noproc;
        _ -> Parent ! {parent_exit, Reason}, timer:sleep(1), ok
    end;
command(#{op := Op} = Command, #{table := Table}) ->
    Path = case Command of #{target := Target} -> Target; #{sup := Sup} -> Sup end,
    case alive(Table, Path) of
        noproc -> noproc;
        Pid -> do(Op, Pid, Command, Table)
    end.

alive(Table, Path) ->
    case ets:lookup(Table, {pid, Path}) of
        [{_, Pid}] -> case is_process_alive(Pid) of true -> Pid; false -> noproc end;
        [] -> noproc
    end.

do(exit, Pid, #{reason := Reason}, _) -> otp_fuzz:in_process(fun() -> exit(Pid, Reason) end), ok;
do(crash, Pid, #{class := Class, reason := Reason}, _) -> gen_server:cast(Pid, {crash, Class, Reason});
do(stop, Pid, #{reason := Reason}, _) -> gen_server:cast(Pid, {stop, Reason});
do(call_crash, Pid, #{class := Class, reason := Reason}, _) ->
    otp_fuzz:in_process(fun() -> gen_server:call(Pid, {crash, Class, Reason}, infinity) end);
do(start_child, Pid, #{child := Child, sup := Sup}, Table) -> supervisor:start_child(Pid, spec(Table, Sup, Child));
do(start_child, Pid, #{instance := Name}, _) -> supervisor:start_child(Pid, [Name]);
do(terminate_child, Pid, #{instance := Name, sup := Sup}, Table) ->
    case ets:lookup(Table, {pid, path(Sup, Name)}) of
        [{_, Child}] -> supervisor:terminate_child(Pid, Child);
        [] -> noproc
    end;
do(Function, Pid, #{id := Id}, _) -> supervisor:Function(Pid, Id);
do(Function, Pid, _, _) -> supervisor:Function(Pid).

%% A reply as the traces have it.
reply(_, noproc, _, _) -> noproc;
reply(#{op := which_children, sup := Sup}, List, Table, Known) ->
    [{_, Pid}] = ets:lookup(Table, {pid, Sup}),
    Rows = [{Id, Child, Type} || {Id, Child, Type, _} <- List],
    {array, case fuzz_lanes:is_simple(Pid, Known) of
                true -> lists:sort([{instance(Id, Child, Table), Child, Type} || {Id, Child, Type} <- Rows]);
                false -> Rows
            end};
reply(#{op := count_children}, List, _, _) -> maps:from_list(List);
reply(#{op := get_childspec}, {ok, Spec}, _, _) ->
    Shown = maps:with([id, restart, shutdown, significant, type], Spec),
    #{ok => Shown#{significant := {bool, maps:get(significant, Spec)}}};
reply(_, {error, Reason}, _, _) -> #{error => {term, Reason}};
reply(_, {ok, Child}, _, _) -> #{ok => {term, Child}};
reply(_, {'EXIT', Reason}, _, _) -> #{exit => {term, Reason}};
reply(_, Atom, _, _) when is_atom(Atom) -> Atom.

instance(_, Child, Table) when is_pid(Child) ->
    [{_, Path, _}] = ets:lookup(Table, {process, Child}),
    list_to_atom(name(Path));
instance(Id, _, _) -> Id.

%% ------------------------------------------------------------ rest

%% All is at rest when it is found so twice: who is alive is listed by a supervisor, and waits with an empty mailbox.
settle(_, 2, _) -> ok;
settle(_, _, 3000) -> exit(never_settles);
settle(Run, Found, Looked) ->
    case quiet(Run) of
        true -> erlang:yield(), settle(Run, Found + 1, Looked + 1);
        false -> timer:sleep(min(10, 1 + Looked)), settle(Run, 0, Looked + 1)
    end.

quiet(#{table := Table, parent := Parent, root := Root}) ->
    Alive = [{Pid, Path, Kind} || [Pid, Path, Kind] <- ets:match(Table, {{process, '$1'}, '$2', '$3'}), is_process_alive(Pid)],
    not lists:any(fun([Pid]) -> is_process_alive(Pid) end, ets:match(Table, {{busy, '$1'}}))
        andalso otp_fuzz:idle(Parent) andalso lists:all(fun({Pid, _, _}) -> otp_fuzz:idle(Pid) end, Alive)
        andalso all_listed(Alive, Root).

all_listed(Alive, Root) ->
    Lists = [catch gen_server:call(Pid, which_children, 200) || {Pid, _, {supervisor, _}} <- Alive],
    case lists:all(fun is_list/1, Lists) of
        false -> false;
        true ->
            Children = [Child || List <- Lists, {_, Child, _, _} <- List],
            Pids = [Pid || Pid <- Children, is_pid(Pid)],
            Living = [Pid || {Pid, _, _} <- Alive],
            Unlisted = Living -- Pids,
            not lists:member(restarting, Children) andalso Pids -- Living =:= [] andalso
                lists:all(fun({Pid, Path, _}) -> Path =:= Root orelse not lists:member(Pid, Unlisted) end, Alive)
    end.
