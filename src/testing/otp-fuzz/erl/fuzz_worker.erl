%% A worker of a supervision tree: does in init and terminate what its scenario says, and crashes when told to.
-module(fuzz_worker).
-behaviour(gen_server).
-export([start_link/4, start_link/5, init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

start_link(Table, Above, Id, Worker) -> start_link(Table, Above, Id, Worker, Id).
%% The last one is what start_child appends under simple_one_for_one.
start_link(Table, Above, _Id, Worker, Name) ->
    gen_server:start_link(?MODULE, {Table, fuzz_supervisor:path(Above, Name), Worker}, []).

init({Table, Path, #{trapExit := Trap, init := Outcomes} = Worker}) ->
    Nth = fuzz_supervisor:started(Table, Path, worker),
    process_flag(trap_exit, Trap),
    case element(min(Nth, tuple_size(Outcomes)), Outcomes) of
        ok -> otp_fuzz:note(Table, {ok, self()}), {ok, {Table, Path, Worker}};
        ignore -> ignore;
        #{error := Reason} -> {stop, Reason};
        #{crash := Reason} -> error(Reason)
    end.

handle_call({crash, Class, Reason}, _, _) -> erlang:Class(Reason).

handle_cast({crash, Class, Reason}, _) -> erlang:Class(Reason);
handle_cast({stop, Reason}, State) -> {stop, Reason, State}.

handle_info({'EXIT', _, Reason}, {Table, _, _} = State) ->
    otp_fuzz:note(Table, {trapped, self(), Reason}),
    {noreply, State};
handle_info(_, State) -> {noreply, State}.

terminate(Reason, {Table, _, #{terminate := Outcome}}) ->
    ets:insert(Table, {{busy, self()}}),
    otp_fuzz:note(Table, {terminate, self(), Reason}),
    case Outcome of
        ok -> ok;
        hang -> timer:sleep(1500);
        #{sleep := Ms} -> timer:sleep(Ms);
        #{crash := Why} -> error(Why);
        #{exit := Why} -> exit(Why)
    end.
