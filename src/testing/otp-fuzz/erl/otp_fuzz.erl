%% Runs scenarios on real OTP and writes down what it does.
%%
%%     erl -noshell -pa DIR -s otp_fuzz main -extra SCENARIOS TRACES AT_ONCE
%%
%% SCENARIOS holds terms `{Kind, Scenario}.`; the scenario is the JSON of `generate`, strings as atoms, arrays as
%% tuples, objects as maps. TRACES gets a line of JSON for each, in any order: `{"id":…, "trace":…}`, or `"failed"`.
-module(otp_fuzz).
-export([main/0, json/1, stamp/0, note/2, notes/1, here/0, here/1, in_process/1, idle/1, log/2]).

%% No scenario takes nearly as long.
-define(LIMIT_MS, 120_000).

main() ->
    [In, Out, AtOnce] = init:get_plain_arguments(),
    logger:set_primary_config(level, warning),
    logger:remove_handler(default),
    ok = logger:add_handler(otp_fuzz, ?MODULE, #{}),
    [{module, _} = code:ensure_loaded(Module) || Module <- [gen_event, gen_statem, fuzz_bare, fuzz_h1, fuzz_h2, fuzz_m1, fuzz_m2]],
    fuzz_supervisor:setup(),
    {ok, Scenarios} = file:consult(In),
    {ok, File} = file:open(Out, [write, raw, delayed_write]),
    feed(Scenarios, list_to_integer(AtOnce), #{}, File),
    ok = file:close(File),
    halt().

%% A new scenario begins whenever one ends. One that does not end in time is given up.
feed([], _, Busy, _) when map_size(Busy) =:= 0 -> ok;
feed([{Kind, #{id := Id} = Scenario} | Rest], Free, Busy, File) when Free > 0 ->
    {_, Ref} = spawn_monitor(fun() ->
        {ok, _} = timer:kill_after(?LIMIT_MS),
        exit({done, (module(Kind)):run(Scenario)})
    end),
    feed(Rest, Free - 1, Busy#{Ref => Id}, File);
feed(Waiting, Free, Busy, File) ->
    receive
        {'DOWN', Ref, process, _, {done, Trace}} ->
            ok = file:write(File, [json(#{id => maps:get(Ref, Busy), trace => Trace}), $\n]),
            feed(Waiting, Free + 1, maps:remove(Ref, Busy), File);
        {'DOWN', Ref, process, _, Why} ->
            ok = file:write(File, [json(#{id => maps:get(Ref, Busy), failed => text(Why)}), $\n]),
            feed(Waiting, Free + 1, maps:remove(Ref, Busy), File)
    end.

module(supervisor) -> fuzz_supervisor;
module(gen_event) -> fuzz_event;
module(gen_statem) -> fuzz_statem.

text(Term) -> unicode:characters_to_binary(io_lib:format("~0tp", [Term])).

%% ------------------------------------------------------------ what happened

%% A scenario has a table of its own, which its processes know by `here`. What happens is stamped from one counter.
stamp() -> erlang:unique_integer([monotonic]).

here(Table) -> put(?MODULE, Table).
here() -> get(?MODULE).

note(Table, What) -> ets:insert(Table, {{note, stamp()}, What}), ok.

%% All notes in order; they are taken out.
notes(Table) ->
    Found = ets:select(Table, [{{{note, '$1'}, '$2'}, [], ['$2']}]),
    ets:match_delete(Table, {{note, '_'}, '_'}),
    Found.

%% Reports are logged by the process that makes them.
log(#{msg := {report, Report}}, _) ->
    case here() of
        undefined -> ok;
        Table -> logged(Report, Table)
    end;
log(_, _) -> ok.

logged(#{label := {supervisor, Kind}, report := Report}, Table) when Kind =/= progress ->
    note(Table, {report, self(), Kind, Report});
logged(#{label := {gen_event, terminate}} = Report, Table) ->
    note(Table, {report, self(), gen_event, Report});
logged(_, _) -> ok.

%% Runs in a process of its own, linked to nobody; gives the value or `{'EXIT', Reason}`.
in_process(Do) ->
    Me = self(),
    Ref = make_ref(),
    spawn(fun() -> Me ! {Ref, catch Do()} end),
    receive {Ref, Value} -> Value end.

%% Dead, or with nothing to do.
idle(Pid) ->
    case process_info(Pid, [status, message_queue_len]) of
        undefined -> true;
        [{status, waiting}, {message_queue_len, 0}] -> true;
        _ -> false
    end.

%% ------------------------------------------------------------ JSON

%% `{array, List}` is an array, `{term, Term}` any term as the traces have it, a map an object.
json({array, List}) -> [$[, lists:join($,, [json(Item) || Item <- List]), $]];
json({term, Term}) -> term(Term);
json({bool, Bool}) -> atom_to_list(Bool);
%% Text that is JSON already.
json({json, Text}) -> Text;
json(Map) when is_map(Map) ->
    Fields = [[string(atom_to_binary(Key)), $:, json(Value)] || {Key, Value} <- lists:sort(maps:to_list(Map))],
    [${, lists:join($,, Fields), $}];
json(Text) when is_binary(Text) -> string(Text);
json(Other) -> term(Other).

%% A pid is "pid"; a stack goes, with the tuple around it; so does a failed call of gen_server's; a child record is "child".
term(Atom) when is_atom(Atom) -> string(atom_to_binary(Atom));
term(Integer) when is_integer(Integer) -> integer_to_list(Integer);
term(Pid) when is_pid(Pid) -> "\"pid\"";
term(Ref) when is_reference(Ref) -> "\"ref\"";
term({Reason, [{M, F, A, L} | _]}) when is_atom(M), is_atom(F), is_list(L), is_list(A) orelse is_integer(A) -> term(Reason);
term({Reason, {gen_server, call, _}}) -> term(Reason);
term({unknown_system_msg, Message}) when Message =/= '...' -> term({unknown_system_msg, '...'});
%% What was wrong with a callback's result is told when it is a plain word; our results are written in another way.
term({Bad, What}) when (Bad =:= bad_return_from_state_function orelse Bad =:= bad_action_from_state_function
                        orelse Bad =:= bad_state_enter_return_from_state_function
                        orelse Bad =:= bad_state_enter_action_from_state_function), not is_atom(What), not is_integer(What) ->
    term({Bad, '...'});
%% OTP puts a function that is no word here, with what it was to apply.
term({sys, {replace_state, _}, _}) -> term({sys, replace_state});
term({Module, Function, Args}) when is_list(Args), Module =:= gen_event orelse Module =:= gen_statem orelse Module =:= sys ->
    term({Module, Function});
term({Pid, Tag}) when is_pid(Pid), is_list(Tag) orelse is_reference(Tag) -> "\"from\"";
term(Child) when element(1, Child) =:= child, tuple_size(Child) > 4 -> "\"child\"";
term(Tuple) when is_tuple(Tuple) -> [$[, lists:join($,, [term(Item) || Item <- tuple_to_list(Tuple)]), $]];
term(List) when is_list(List) -> ["{\"list\":[", lists:join($,, [term(Item) || Item <- List]), "]}"];
term(Map) when is_map(Map) -> json(Map);
term(_) -> "\"...\"".

string(Text) -> [$", [escaped(Char) || <<Char/utf8>> <= Text], $"].

escaped($") -> "\\\"";
escaped($\\) -> "\\\\";
escaped($\n) -> "\\n";
escaped(Char) -> <<Char/utf8>>.
